value = dbutils.widgets.get("day")  # ! PYTHON_DEFINITION_FAILED: there is no widget 'day'
