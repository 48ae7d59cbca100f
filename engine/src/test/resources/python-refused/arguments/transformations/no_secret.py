value = dbutils.secrets.get("scope", "key")  # ! PYTHON_DEFINITION_FAILED: TIDEWHEEL_SECRET_SCOPE_KEY
