import dlt

dlt.apply_changes("target", "source", ["id"], "at", stored_as_scd_type=3)  # ! PYTHON_DEFINITION_FAILED: must be 1, 2 or 'bitemporal', not 3
