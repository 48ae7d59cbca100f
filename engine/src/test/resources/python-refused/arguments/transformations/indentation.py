import dlt

if dlt:
pass  # ! PYTHON_DEFINITION_FAILED: is not valid Python: expected an indented block
