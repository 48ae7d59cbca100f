"""Gives batches of the engine to functions of the user."""

from typing import Any, Dict, List, Optional

from tidewheel.declare.elements import Sink
from tidewheel.host.user_errors import UserErrors


def handle(sinks: List[Sink], errors: UserErrors, session: Any, request: Dict[str, Any]) -> Optional[Dict[str, Any]]:
    """Calls the function of a sink; what went wrong, or None.

    Called by several threads at once, one for each flow.
    """
    sink = sinks[request["sink"]]
    assert sink.handler is not None
    batch = session._create_remote_dataframe(request["rows"])
    # who asks for the session in this thread gets the one that has the batch
    session._set_default_and_active_session(session)
    try:
        sink.handler(batch, request["batch"])
        return None
    except Exception as error:
        problem = errors.problem(error, f"the sink `{sink.name}`", sink.location)
        if problem["code"] == "PYTHON_DEFINITION_FAILED":
            problem["code"] = "BATCH_HANDLER_FAILED"
        return problem
