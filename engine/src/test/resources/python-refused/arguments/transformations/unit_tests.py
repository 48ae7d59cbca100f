from pyspark.pipelines.testing import TestPipeline, test_spark  # ! PYTHON_DEFINITION_FAILED: stays a function ... with a session of your own
