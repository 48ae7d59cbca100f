"""The wire to the engine: frames of JSON over the standard input and output that the process was started with."""

import itertools
import json
import os
import queue
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
        self._questions = itertools.count(1)
        self._open: Dict[int, "queue.SimpleQueue[Dict[str, Any]]"] = {}

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
        self._send({**message, "id": request["id"]})

    def secret(self, scope: str, key: str) -> str:
        """Asks the engine for the value of a secret; not to be called by the thread that receives."""
        number = next(self._questions)
        told: "queue.SimpleQueue[Dict[str, Any]]" = queue.SimpleQueue()
        self._open[number] = told
        self._send({"question": number, "scope": scope, "key": key})
        answer = told.get()
        if "value" not in answer:
            raise KeyError(answer["missing"])
        return cast(str, answer["value"])

    def told(self, answer: Dict[str, Any]) -> None:
        """Hands the engine's answer to the one who has asked."""
        self._open.pop(answer["question"]).put(answer)

    def _send(self, message: Dict[str, Any]) -> None:
        body = json.dumps(message).encode("utf-8")
        with self._sending:
            self._target.write(_LENGTH.pack(len(body)) + body)
            self._target.flush()
