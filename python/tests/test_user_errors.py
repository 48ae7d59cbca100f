"""Exceptions of the user's code, as the user sees them."""

import os
import tempfile
import unittest
from typing import Any, Dict

from tidewheel.declare.location import Location
from tidewheel.host.user_errors import UserErrors


class UserErrorsTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = folder.name

    def failing(self, text: str) -> Dict[str, Any]:
        path = os.path.join(self.root, "a.py")
        errors = UserErrors(self.root, {path: "a.py"})
        try:
            exec(compile(text, path, "exec"), {})
        except Exception as error:
            return errors.problem(error, "`a.py`")
        raise AssertionError("it did not fail")

    def test_innermost_line_of_the_user_and_the_calls_that_led_there(self) -> None:
        problem = self.failing("import json\ndef f():\n    json.loads('{')\ndef g():\n    f()\ng()\n")
        self.assertEqual((problem["place"]["file"], problem["place"]["line"]), ("a.py", 3))
        self.assertEqual(problem["cause"], "called from a.py:5 in g, from a.py:6 in <module>")
        self.assertIn("JSONDecodeError", problem["message"])
        self.assertNotIn("json/", str(problem))

    def test_syntax_error(self) -> None:
        problem = self.failing("x = 1\ny = (\n")
        self.assertIn("is not valid Python", problem["message"])
        self.assertEqual(problem["place"]["line"], 2)

    def test_missing_module(self) -> None:
        problem = self.failing("import nothing_like_this.sub\n")
        self.assertIn("`nothing_like_this`", problem["fix"])

    def test_fallback_is_where_it_was_declared(self) -> None:
        problem = UserErrors(self.root, {}).problem(ValueError("x"), "it", Location("/elsewhere/b.py", 7))
        self.assertEqual((problem["place"]["file"], problem["place"]["line"]), ("/elsewhere/b.py", 7))


if __name__ == "__main__":
    unittest.main()
