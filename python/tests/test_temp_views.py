"""Temporary views of the user's code."""

import threading
import unittest

from tidewheel.host import temp_views
from tidewheel.host.temp_views import TempViews


class TempViewsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.views = TempViews()

    def test_views_of_files_stay(self) -> None:
        self.views.put("Lookup", "plan")
        self.assertEqual(self.views.get("`lookup`"), "plan")
        self.views.put("lookup", "another")
        self.assertEqual(self.views.get("lookup"), "another")
        self.views.put("all", "of everybody", is_global=True)
        self.assertEqual(self.views.get("global_temp.ALL"), "of everybody")
        self.assertIsNone(self.views.get("all"))
        self.views.forget()
        self.assertIsNone(self.views.get("lookup"))

    def test_views_of_a_function_are_gone_when_it_returns(self) -> None:
        self.views.put("a", "outside")
        self.views.enter()
        self.views.put("a", "inside")
        self.views.put("b", "inside")
        self.assertEqual((self.views.get("a"), self.views.get("b")), ("inside", "inside"))
        self.assertTrue(self.views.drop("a"))
        self.assertEqual(self.views.get("a"), "outside")
        self.views.leave()
        self.assertEqual((self.views.get("a"), self.views.get("b")), ("outside", None))
        self.assertFalse(self.views.drop("b"))

    def test_other_threads_do_not_see_what_a_function_makes(self) -> None:
        seen = []
        self.views.enter()
        self.views.put("a", "inside")
        other = threading.Thread(target=lambda: seen.append((self.views.get("a"), self.views.are_stored)))
        with self.views.storing():
            other.start()
            other.join()
            self.assertTrue(self.views.are_stored)
        self.assertEqual(seen, [(None, False)])

    def test_views_that_a_query_may_mean(self) -> None:
        for name in ("orders", "order", "other"):
            self.views.put(name, name)
        self.views.put("g", "g", is_global=True)
        self.assertEqual(set(self.views.named_in("SELECT * FROM Orders o JOIN global_temp.g")), {"orders", "global_temp.g"})

    def test_statements_that_make_views(self) -> None:
        self.assertEqual(
            temp_views.definition("CREATE OR REPLACE TEMP VIEW v AS\nSELECT 1;"), ("v", "SELECT 1", False)
        )
        self.assertEqual(
            temp_views.definition(" create global temporary view `a b` comment 'it''s' as TABLE x"),
            None,
        )
        self.assertEqual(
            temp_views.definition("create global temporary view g comment 'c' as TABLE x"), ("g", "TABLE x", True)
        )
        self.assertIsNone(temp_views.definition("CREATE VIEW v AS SELECT 1"))
        self.assertIsNone(temp_views.definition("CREATE TEMPORARY VIEW v (a) AS SELECT 1"))


if __name__ == "__main__":
    unittest.main()
