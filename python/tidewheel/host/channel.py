"""The wire to the engine: frames of JSON over the standard input and output that the process was started with."""

import json
import os
import struct
import sys
import threading
from typing import Any, BinaryIO, Dict, Optional, cast

_LENGTH = struct.Struct(">I")


class Channel:
    """Requests and their answers, which carry the number of the request. One thread receives; any may send."""

    def __init__(self, source: BinaryIO, target: BinaryIO) -> None:
        self._source = source
        self._target = target
        self._sending = threading.Lock()

    @staticmethod
    def of_process() -> "Channel":
        """Takes standard input and output away from the user's code, whose prints then go to standard error."""
        source = os.fdopen(os.dup(0), "rb")
        target = os.fdopen(os.dup(1), "wb")
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)
        sys.stdout = os.fdopen(1, "w", buffering=1, closefd=False)
        return Channel(source, target)

    def receive(self) -> Optional[Dict[str, Any]]:
        """The next request; None if the engine has gone."""
        head = self._source.read(_LENGTH.size)
        if len(head) < _LENGTH.size:
            return None
        body = self._source.read(_LENGTH.unpack(head)[0])
        return cast(Dict[str, Any], json.loads(body))

    def answer(self, request: Dict[str, Any], message: Dict[str, Any]) -> None:
        """Answers."""
        body = json.dumps({**message, "id": request["id"]}).encode("utf-8")
        with self._sending:
            self._target.write(_LENGTH.pack(len(body)) + body)
            self._target.flush()
