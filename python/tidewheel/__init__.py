"""Declarative data pipelines on Spark and Delta Lake.

Import :mod:`tidewheel.pipelines`, or ``dlt``, or ``pyspark.pipelines``: inside a pipeline all three are the same. Outside
of one, decorated functions stay plain functions, so that they can be tested with any Spark session.
"""

__version__ = "0.1.0"
