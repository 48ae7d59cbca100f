value = spark.conf.get("my.setting")  # ! PYTHON_DEFINITION_FAILED: my.setting
