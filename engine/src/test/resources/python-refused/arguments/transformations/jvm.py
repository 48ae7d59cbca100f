spark._jvm.java.lang.System.exit(0)  # ! PYTHON_DEFINITION_FAILED: _jvm
