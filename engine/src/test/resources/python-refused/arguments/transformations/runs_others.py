dbutils.notebook.run("other", 60)  # ! PYTHON_DEFINITION_FAILED: dbutils.notebook.run does not exist here
