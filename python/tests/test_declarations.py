"""What decorators and functions leave in the registry. Needs no Spark."""

import unittest
from typing import Any, List

from tidewheel import pipelines as dp
from tidewheel.declare.elements import Action, Dataset, DatasetKind
from tidewheel.declare.registry import Registry, registering


class DeclarationTest(unittest.TestCase):
    """Declares into a registry of its own."""

    def setUp(self) -> None:
        self.registry = Registry()
        context = registering(self.registry)
        context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)

    def dataset(self, name: str) -> Dataset:
        return next(dataset for dataset in self.registry.datasets if dataset.name == name)

    def rules(self, name: str) -> List[Any]:
        return [(rule.name, rule.condition, rule.action) for rule in self.dataset(name).expectations]


class DatasetsTest(DeclarationTest):
    def test_bare_decorator_takes_the_name_of_the_function(self) -> None:
        @dp.table
        def orders() -> str:
            return "rows"

        self.assertEqual(self.dataset("orders").kind, DatasetKind.TABLE)
        self.assertEqual(self.registry.flows[0].target, "orders")
        self.assertEqual(orders(), "rows")
        self.assertEqual(orders.__name__, "orders")

    def test_all_arguments_of_a_table(self) -> None:
        dp.table(
            name="s.orders",
            comment="c",
            spark_conf={"spark.sql.shuffle.partitions": 3, "x": True},
            table_properties={"p": 1},
            path="/p",
            partition_cols=["a"],
            cluster_by_auto=True,
            cluster_by=["b"],
            schema="a INT",
            row_filter="ROW FILTER f ON (a)",
            private=True,
        )(lambda: None)
        table = self.dataset("s.orders")
        self.assertEqual(table.spark_conf, {"spark.sql.shuffle.partitions": "3", "x": "true"})
        self.assertEqual(table.table_properties, {"p": "1"})
        self.assertEqual((table.path, table.partition_cols, table.cluster_by), ("/p", ["a"], ["b"]))
        self.assertEqual((table.comment, table.schema, table.row_filter), ("c", "a INT", "ROW FILTER f ON (a)"))
        self.assertTrue(table.private and table.cluster_by_auto)

    def test_old_names(self) -> None:
        self.assertIs(dp.view, dp.temporary_view)
        self.assertIs(dp.create_view, dp.temporary_view)
        dp.create_target_table("a")
        dp.create_streaming_live_table(name="b", comment="c")
        self.assertEqual([dataset.kind for dataset in self.registry.datasets], [DatasetKind.STREAMING_TABLE] * 2)

    def test_create_table_is_decorator_and_function(self) -> None:
        dp.create_table("plain")

        @dp.create_table(name="decorated", temporary=True)
        def something() -> None: ...

        @dp.create_table
        def bare() -> None: ...

        kinds = [(dataset.name, dataset.kind, dataset.private) for dataset in self.registry.datasets]
        self.assertEqual(
            kinds,
            [
                ("plain", DatasetKind.STREAMING_TABLE, False),
                ("decorated", DatasetKind.TABLE, True),
                ("bare", DatasetKind.TABLE, False),
            ],
        )

    def test_location_is_the_line_of_the_decorator(self) -> None:
        @dp.materialized_view(name="here")
        def something() -> None: ...

        location = self.dataset("here").location
        self.assertEqual(location.file, __file__)
        with open(__file__, encoding="utf-8") as source:
            self.assertIn('name="here"', source.read().splitlines()[location.line - 1])

    def test_mistakes(self) -> None:
        with self.assertRaisesRegex(RuntimeError, "first positional argument passed to @table must be callable"):
            dp.table("orders")  # type: ignore[arg-type]
        with self.assertRaisesRegex(ValueError, "needs name="):
            dp.table(lambda: None)
        with self.assertRaisesRegex(TypeError, "partition_cols"):
            dp.table(partition_cols=[1])  # type: ignore[list-item]
        with self.assertRaisesRegex(TypeError, "schema must be DDL text or a StructType"):
            dp.table(schema=3)
        with self.assertRaisesRegex(ValueError, "all tables are Delta tables"):
            dp.table(format="parquet")
        self.assertEqual(self.registry.datasets, [])

    def test_loop_with_a_factory(self) -> None:
        def make(name: str) -> None:
            @dp.table(name=name)
            def anything() -> str:
                return name

        for name in ("a", "b"):
            make(name)
        self.assertEqual([flow.function() for flow in self.registry.flows if flow.function], ["a", "b"])


class ExpectationsTest(DeclarationTest):
    def test_between_decorator_and_function_in_the_order_of_the_lines(self) -> None:
        @dp.table
        @dp.expect("a", "x > 1")
        @dp.expect_or_drop("b", "x > 2")
        @dp.expect_or_fail("c", "x > 3")
        def t() -> None: ...

        expected = [("a", "x > 1", Action.WARN), ("b", "x > 2", Action.DROP), ("c", "x > 3", Action.FAIL)]
        self.assertEqual(self.rules("t"), expected)

    def test_groups(self) -> None:
        @dp.view
        @dp.expect_all({"a": "1", "b": "2"})
        @dp.expect_all_or_drop({"c": "3"})
        @dp.expect_all_or_fail({"d": "4"})
        def t() -> None: ...

        self.assertEqual([rule[0] for rule in self.rules("t")], ["a", "b", "c", "d"])

    def test_outside_of_the_dataset_and_as_plain_functions(self) -> None:
        @dp.expect("outer", "1")
        @dp.table
        def t() -> None: ...

        dp.expect_or_drop("later", "2")(t)
        self.assertEqual([rule[0] for rule in self.rules("t")], ["later", "outer"])

    def test_one_function_for_two_tables_with_rules_of_their_own(self) -> None:
        def rows() -> None: ...

        for name in ("a", "b"):
            dp.table(name=name)(dp.expect(name, "x")(rows))
        dp.table(name="c")(rows)
        self.assertEqual([[rule[0] for rule in self.rules(name)] for name in "abc"], [["a"], ["b"], []])

    def test_of_a_target(self) -> None:
        dp.create_streaming_table("t", expect_all={"a": "1"}, expect_all_or_drop={"b": "2"}, expect_all_or_fail={"c": "3"})
        self.assertEqual([rule[2] for rule in self.rules("t")], [Action.WARN, Action.DROP, Action.FAIL])

    def test_mistakes(self) -> None:
        with self.assertRaisesRegex(TypeError, "constraint of 'a'"):
            dp.expect("a", 3)
        with self.assertRaisesRegex(TypeError, "dictionary"):
            dp.expect_all(["a"])  # type: ignore[arg-type]


class FlowsTest(DeclarationTest):
    def test_append_flow_new_and_legacy_order(self) -> None:
        @dp.append_flow(target="t", once=True)
        def first() -> None: ...

        @dp.append_flow("second", "t", "comment", {"a": "b"})
        def other() -> None: ...

        flows = [(flow.name, flow.target, flow.once, flow.comment, flow.spark_conf) for flow in self.registry.flows]
        self.assertEqual(flows, [("first", "t", True, None, {}), ("second", "t", False, "comment", {"a": "b"})])

    def test_append_flow_needs_a_target(self) -> None:
        with self.assertRaisesRegex(TypeError, "target"):
            dp.append_flow(name="x")

    def test_sink(self) -> None:
        dp.create_sink("s", "kafka", {"topic": "t"})
        self.assertEqual(self.registry.sinks[0].options, {"topic": "t"})

    def test_update_and_replace_flows(self) -> None:
        @dp.update_flow(target="s")
        def changed() -> None: ...

        @dp.replace_flow(target="t", replace_using=["id"], sequence_by="at")
        def replaced() -> None: ...

        self.assertEqual([flow.kind for flow in self.registry.flows], ["update", "replace"])
        self.assertEqual(self.registry.flows[1].arguments, {"replace_using": ["id"], "sequence_by": "at"})

    def test_what_cannot_be_run_is_kept_with_its_place(self) -> None:
        dp.create_auto_cdc_from_snapshot_flow(target="t", source="s", keys=["id"])
        self.assertEqual([entry.location.file for entry in self.registry.unsupported], [__file__])

    def test_hooks(self) -> None:
        @dp.on_event_hook
        def hook(event: Any) -> None: ...

        @dp.on_event_hook(max_allowable_consecutive_failures=2)
        def other(event: Any) -> None: ...

        self.assertEqual([entry.limit for entry in self.registry.hooks], [None, 2])
        with self.assertRaisesRegex(TypeError, "exactly one positional parameter"):
            dp.on_event_hook(lambda: None)
        with self.assertRaisesRegex(ValueError, "max_allowable_consecutive_failures"):
            dp.on_event_hook(max_allowable_consecutive_failures=-1)


class ChangesTest(DeclarationTest):
    def test_all_arguments(self) -> None:
        dp.create_auto_cdc_flow(
            target="t",
            source="s",
            keys=["id"],
            sequence_by="at",
            apply_as_deletes="op = 'D'",
            apply_as_truncates="op = 'T'",
            except_column_list=["op"],
            stored_as_scd_type=2,
            track_history_column_list=["a"],
            ignore_null_updates=True,
        )
        flow = self.registry.flows[0]
        self.assertEqual((flow.name, flow.target, flow.source), ("t", "t", "s"))
        self.assertEqual(flow.arguments["stored_as"], "TYPE_2")
        self.assertEqual(flow.arguments["columns"], {"except": True, "columns": ["op"]})
        self.assertEqual(flow.arguments["track_history_on"], {"except": False, "columns": ["a"]})
        self.assertEqual(flow.arguments["ignore_null_updates"], {"except": True, "columns": []})

    def test_old_name_and_names_of_flows(self) -> None:
        dp.apply_changes("t", "s", ["id"], "at", flow_name="f")
        dp.apply_changes("t", "s", ["id"], "at", name="g", once=True)
        self.assertEqual([(flow.name, flow.once) for flow in self.registry.flows], [("f", False), ("g", True)])

    def test_mistakes(self) -> None:
        with self.assertRaisesRegex(ValueError, "stored_as_scd_type"):
            dp.apply_changes("t", "s", ["id"], "at", stored_as_scd_type=3)
        with self.assertRaisesRegex(ValueError, "cannot be given together"):
            dp.apply_changes("t", "s", ["id"], "at", column_list=["a"], except_column_list=["b"])
        with self.assertRaisesRegex(ValueError, "keys"):
            dp.apply_changes("t", "s", [], "at")


class OutsideTest(unittest.TestCase):
    def test_modules_are_the_same(self) -> None:
        import dlt

        for name in dp.__all__:
            self.assertIs(getattr(dlt, name), getattr(dp, name))


if __name__ == "__main__":
    unittest.main()
