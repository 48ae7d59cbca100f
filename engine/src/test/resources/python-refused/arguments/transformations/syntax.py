import dlt

def broken(:  # ! PYTHON_DEFINITION_FAILED: is not valid Python
    pass
