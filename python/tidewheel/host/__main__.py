"""Answers the requests of one engine until it closes the channel."""

import os
import queue
import sys
import threading
import traceback
from typing import Any, Dict, Optional

from tidewheel.host.channel import Channel

_BESIDE = {"handle_batch"}
_SECONDS_TO_END = 5.0

_Requests = queue.Queue[Optional[Dict[str, Any]]]


def _answer(channel: Channel, host: Any, request: Dict[str, Any]) -> None:
    try:
        answer = dict(getattr(host, "on_" + request["command"])(request))
    except Exception:
        answer = {"internal": traceback.format_exc()}
    channel.answer(request, answer)


def _receive(channel: Channel, host: Any, requests: _Requests) -> None:
    """Sorts requests: what may go on beside everything else gets a thread; pings tell that the process is not stuck."""
    while (request := channel.receive()) is not None:
        command = request["command"]
        if command == "ping":
            channel.answer(request, {})
        elif command == "told":
            channel.told(request)
        elif command in _BESIDE:
            threading.Thread(target=_answer, args=(channel, host, request), name=command, daemon=True).start()
        else:
            requests.put(request)
    requests.put(None)
    # code of the user that goes on for ever must not outlive the engine
    end = threading.Timer(_SECONDS_TO_END, os._exit, (1,))
    end.daemon = True
    end.start()


def main() -> None:
    """Runs the host."""
    channel = Channel.of_process()
    # what takes long to load is loaded while the engine starts Spark
    from tidewheel.host.pipeline_host import PipelineHost

    host = PipelineHost(channel.secret)
    requests: _Requests = queue.Queue()
    threading.Thread(target=_receive, args=(channel, host, requests), name="requests", daemon=True).start()
    while (request := requests.get()) is not None:
        _answer(channel, host, request)
    sys.stderr.flush()


main()
