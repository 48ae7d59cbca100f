import no_such_package.part  # ! PYTHON_DEFINITION_FAILED: ModuleNotFoundError: No module named 'no_such_package' ... environment: {dependencies
