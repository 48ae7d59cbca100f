import dlt


@dlt.on_event_hook  # ! PYTHON_DEFINITION_FAILED: exactly one positional parameter
def hook():
    pass
