"""How hooks are called."""

import threading
import unittest
from typing import Any, List

from tidewheel.declare.elements import Hook
from tidewheel.declare.location import Location
from tidewheel.host.event_hooks import EventHooks

HERE = Location(__file__, 1)


class EventHooksTest(unittest.TestCase):
    def test_in_order_and_without_waiting(self) -> None:
        seen: List[Any] = []
        gate = threading.Event()

        def slow(event: Any) -> None:
            gate.wait(10)
            seen.append(event["n"])

        hooks = EventHooks([Hook(slow, None, HERE)])
        for number in range(5):
            hooks.deliver('{"n": %d}' % number)
        self.assertEqual(seen, [])
        gate.set()
        self.assertTrue(hooks.finish(10))
        self.assertEqual(seen, [0, 1, 2, 3, 4])

    def test_failures_in_a_row_end_it(self) -> None:
        calls: List[Any] = []

        def failing(event: Any) -> None:
            calls.append(event["n"])
            if event["n"] != 1:
                raise ValueError("no")

        others: List[Any] = []
        hooks = EventHooks([Hook(failing, 1, HERE), Hook(others.append, None, HERE)])
        for number in range(6):
            hooks.deliver('{"n": %d}' % number)
        hooks.finish(10)
        self.assertEqual(calls, [0, 1, 2, 3])
        self.assertEqual(len(others), 6)

    def test_a_hook_that_hangs_is_not_waited_for_for_ever(self) -> None:
        gate = threading.Event()
        hooks = EventHooks([Hook(lambda event: gate.wait(30), None, HERE)])
        hooks.deliver("{}")
        self.assertFalse(hooks.finish(0.05))
        gate.set()


if __name__ == "__main__":
    unittest.main()
