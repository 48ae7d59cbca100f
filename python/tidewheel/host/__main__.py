"""Answers the requests of one engine until it closes the channel."""

import sys
import traceback
from typing import Any, Dict

from tidewheel.host.channel import Channel


def _answer(host: Any, request: Dict[str, Any]) -> Dict[str, Any]:
    try:
        return dict(getattr(host, "on_" + request["command"])(request))
    except Exception:
        return {"internal": traceback.format_exc()}


def main() -> None:
    """Runs the host."""
    channel = Channel.of_process()
    # what takes long to load is loaded while the engine starts Spark
    from tidewheel.host.pipeline_host import PipelineHost

    host = PipelineHost()
    channel.send({"ready": sys.version.split()[0]})
    while (request := channel.receive()) is not None:
        channel.send(_answer(host, request))


main()
