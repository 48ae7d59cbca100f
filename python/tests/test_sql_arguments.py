"""Values in queries."""

import datetime
import decimal
import unittest

from tidewheel.host.sql_arguments import fill, literal


class SqlArgumentsTest(unittest.TestCase):
    def test_markers_are_replaced_where_they_are_markers(self) -> None:
        text = "SELECT ':a', `:a`, x:a, y::int, (v):a FROM t -- :a\nWHERE b = :a /* :a */ AND c=:a"
        expected = "SELECT ':a', `:a`, x:a, y::int, (v):a FROM t -- :a\nWHERE b = (1) /* :a */ AND c=(1)"
        self.assertEqual(fill(text, {"a": 1}), expected)

    def test_positional(self) -> None:
        self.assertEqual(fill("SELECT ?, '?' WHERE a = ?", [1, "x"]), "SELECT (1), '?' WHERE a = 'x'")

    def test_nothing_given_leaves_the_text(self) -> None:
        self.assertEqual(fill("SELECT :a, ?", None), "SELECT :a, ?")

    def test_missing_values(self) -> None:
        with self.assertRaisesRegex(ValueError, ":b"):
            fill("SELECT :b", {"a": 1})
        with self.assertRaisesRegex(ValueError, "more markers"):
            fill("SELECT ?, ?", [1])

    def test_literals(self) -> None:
        self.assertEqual(literal("it's \\ here"), "'it\\'s \\\\ here'")
        self.assertEqual([literal(True), literal(None), literal(-5)], ["TRUE", "NULL", "(-5)"])
        self.assertEqual([literal(1.5), literal(float("nan"))], ["(1.5D)", "CAST('nan' AS DOUBLE)"])
        self.assertEqual(literal(decimal.Decimal("1.20")), "(1.20BD)")
        self.assertEqual(literal(datetime.date(2026, 1, 2)), "DATE'2026-01-02'")
        self.assertEqual(literal(datetime.datetime(2026, 1, 2, 3, 4, 5)), "TIMESTAMP'2026-01-02 03:04:05'")
        with self.assertRaises(TypeError):
            literal(object())


if __name__ == "__main__":
    unittest.main()
