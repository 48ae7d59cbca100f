"""Functions that are sinks."""

import os
import struct
import tempfile
import textwrap
import threading
import unittest
from typing import Any, Dict, List

from tidewheel.declare.registry import Registry, registering
from tidewheel.host import batches
from tidewheel.host.channel import Channel
from tidewheel.host.user_errors import UserErrors


class Session:
    """Gives the id of the rows in the place of the rows."""

    def _create_remote_dataframe(self, rows: str) -> str:
        return rows

    def _set_default_and_active_session(self, session: Any) -> None:
        self.active = session


class BatchesTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = folder.name
        self.file = os.path.join(self.root, "sinks.py")

    def declare(self, text: str) -> Dict[str, Any]:
        with open(self.file, "w") as out:
            out.write(textwrap.dedent(text))
        registry = Registry()
        names: Dict[str, Any] = {}
        with registering(registry), open(self.file) as source:
            exec(compile(source.read(), self.file, "exec"), names)
        self.sinks = registry.sinks
        return names

    def handle(self, number: int) -> Any:
        errors = UserErrors(self.root, {self.file: "sinks.py"})
        return batches.handle(self.sinks, errors, Session(), {"sink": 0, "rows": "rows", "batch": number})

    def test_gets_rows_and_number(self) -> None:
        names = self.declare("""
            from tidewheel import pipelines as dp
            calls = []

            @dp.foreach_batch_sink(name="mine")
            def handler(df, batch_id):
                calls.append((df, batch_id))
            """)
        self.assertIsNone(self.handle(0))
        self.assertIsNone(self.handle(7))
        self.assertEqual(names["calls"], [("rows", 0), ("rows", 7)])
        self.assertEqual(self.sinks[0].name, "mine")

    def test_what_it_raises_is_told_at_its_line(self) -> None:
        self.declare("""
            from tidewheel import pipelines as dp

            @dp.foreach_batch_sink
            def handler(df, batch_id):
                raise KeyError(batch_id)
            """)
        problem = self.handle(3)
        self.assertEqual(problem["code"], "BATCH_HANDLER_FAILED")
        self.assertEqual(problem["message"], "the sink `handler` failed: KeyError: 3")
        self.assertEqual((problem["place"]["file"], problem["place"]["line"]), ("sinks.py", 6))

    def test_takes_two_parameters(self) -> None:
        for parameters in ("df", "df, batch_id, more", ""):
            with self.assertRaisesRegex(TypeError, "two parameters"):
                self.declare(f"""
                    from tidewheel import pipelines as dp

                    @dp.foreach_batch_sink
                    def handler({parameters}):
                        pass
                    """)


class ChannelTest(unittest.TestCase):
    def test_answers_of_many_threads_stay_whole_and_carry_their_number(self) -> None:
        reading, writing = os.pipe()
        source, target = os.fdopen(reading, "rb"), os.fdopen(writing, "wb")
        channel = Channel(source, target)
        threads = [
            threading.Thread(target=channel.answer, args=({"id": number}, {"text": "x" * 1000, "number": number}))
            for number in range(50)
        ]
        for thread in threads:
            thread.start()
        answers: List[Dict[str, Any]] = []
        for _ in threads:
            message = channel.receive()
            assert message is not None
            answers.append(message)
        for thread in threads:
            thread.join()
        target.close()
        self.assertEqual(sorted(answer["id"] for answer in answers), list(range(50)))
        self.assertTrue(all(answer["id"] == answer["number"] for answer in answers))
        self.assertIsNone(channel.receive())
        source.close()

    def test_half_a_frame_is_an_end(self) -> None:
        reading, writing = os.pipe()
        os.write(writing, struct.pack(">I", 100)[:2])
        os.close(writing)
        with os.fdopen(reading, "rb") as source, open(os.devnull, "wb") as target:
            self.assertIsNone(Channel(source, target).receive())
