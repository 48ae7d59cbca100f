import dlt


@dlt.on_event_hook(max_allowable_consecutive_failures=-1)  # ! PYTHON_DEFINITION_FAILED: must be None or a number from 0 on
def hook(event):
    pass
