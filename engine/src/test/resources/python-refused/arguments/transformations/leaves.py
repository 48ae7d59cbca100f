import sys

sys.exit("I am done")  # ! PYTHON_DEFINITION_FAILED: SystemExit: I am done
