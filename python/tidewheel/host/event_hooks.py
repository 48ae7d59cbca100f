"""Calls the user's event hooks: one at a time, in order, beside everything else."""

import json
import queue
import sys
import threading
import traceback
from typing import Any, Dict, List, Optional

from tidewheel.declare.elements import Hook


class EventHooks:
    """Hooks of one load. A hook that fails more often in a row than it may is not called again."""

    def __init__(self, hooks: List[Hook]) -> None:
        self._hooks = hooks
        self._failures = [0] * len(hooks)
        self._events: "queue.Queue[Optional[str]]" = queue.Queue()
        self._thread: Optional[threading.Thread] = None
        self._reports: "queue.Queue[Dict[str, Any]]" = queue.Queue()

    def reports(self) -> List[Dict[str, Any]]:
        """What went wrong with hooks since this was called before."""
        found = []
        while not self._reports.empty():
            found.append(self._reports.get_nowait())
        return found

    def deliver(self, event: str) -> None:
        """Takes an event; returns at once."""
        if not self._hooks:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="event-hooks", daemon=True)
            self._thread.start()
        self._events.put(event)

    def finish(self, seconds: float) -> bool:
        """Waits until all events are delivered, but not for ever; false if some are not."""
        if self._thread is None:
            return True
        self._events.put(None)
        self._thread.join(seconds)
        finished = not self._thread.is_alive()
        self._thread = None
        return finished

    def _run(self) -> None:
        while (event := self._events.get()) is not None:
            for number, hook in enumerate(self._hooks):
                self._call(number, hook, json.loads(event))

    def _call(self, number: int, hook: Hook, event: Dict[str, Any]) -> None:
        if hook.limit is not None and self._failures[number] > hook.limit:
            return
        name = getattr(hook.function, "__name__", "hook")
        try:
            hook.function(event)
            self._failures[number] = 0
        except Exception as error:
            self._failures[number] += 1
            print(f"the event hook {name} failed", traceback.format_exc(), sep="\n", file=sys.stderr)
            self._report(name, "FAILED", f"{type(error).__name__}: {error}")
            if hook.limit is not None and self._failures[number] > hook.limit:
                self._report(name, "DISABLED", f"it failed {self._failures[number]} times in a row")

    def _report(self, hook: str, status: str, message: str) -> None:
        self._reports.put({"hook": hook, "status": status, "message": message})
