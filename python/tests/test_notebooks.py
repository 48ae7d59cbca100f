"""Notebooks, and what they find at hand."""

import json
import os
import tempfile
import unittest
from typing import Dict

from tidewheel.host import notebooks
from tidewheel.host.dbutils import DbUtils
from tidewheel.host.platform_paths import PlatformPaths


class NotebooksTest(unittest.TestCase):
    def test_plain_files_stay_as_they_are(self) -> None:
        self.assertEqual(notebooks.source("a.py", "# MAGIC %sql\n"), "# MAGIC %sql\n")

    def test_exported_notebooks_keep_their_lines(self) -> None:
        text = "\n".join(
            [
                "# Databricks notebook source",
                "# MAGIC %md",
                "# MAGIC # A title",
                "# COMMAND ----------",
                "# MAGIC %pip install x",
                "x = 1",
                "# MAGIC %run ./other",
                "# MAGIC %sql",
                "# MAGIC SELECT 1",
            ]
        )
        lines = notebooks.source("a.py", text).split("\n")
        self.assertEqual(len(lines), 9)
        self.assertEqual(lines[1:3] + lines[4:6], ["", "", "", "x = 1"])
        self.assertEqual(lines[6:], ["__run_notebook__('./other')", "__pass_over_cell__('%sql')", ""])

    def test_cells_that_declare_tables_are_refused(self) -> None:
        for statement in (
            "CREATE OR REFRESH STREAMING TABLE x AS SELECT 1",
            "create live table x",
            "CREATE TEMPORARY LIVE VIEW v AS SELECT 1",
            "-- first\nCREATE MATERIALIZED VIEW x AS SELECT 1",
        ):
            text = "# Databricks notebook source\n# MAGIC %sql " + statement.replace("\n", "\n# MAGIC ")
            self.assertIn("__refuse_cell__('%sql')", notebooks.source("a.py", text), statement)
        text = "# Databricks notebook source\n# MAGIC %sql\n# MAGIC CREATE SCHEMA IF NOT EXISTS raw"
        self.assertEqual(notebooks.source("a.py", text).split("\n")[1:], ["__pass_over_cell__('%sql')", ""])

    def test_magic_within_python(self) -> None:
        cells = [
            {"cell_type": "code", "source": "%pip install a \\\n  b\n!ls\nx = 1"},
            {"cell_type": "code", "source": "%%time\nx = 2"},
            {"cell_type": "code", "source": "%run ./other $day=\"1\""},
            {"cell_type": "code", "source": "\n%sh\nls"},
        ]
        text = notebooks.source("a.ipynb", json.dumps({"cells": cells}))
        self.assertEqual(
            text.split("\n"),
            ["", "", "", "x = 1", "", "", "x = 2", "", "__run_notebook__('./other')", "", "", "__pass_over_cell__('%sh')"]
            + ["", ""],
        )

    def test_ipynb(self) -> None:
        cells = [
            {"cell_type": "markdown", "source": ["# title\n", "text"]},
            {"cell_type": "code", "source": ["%pip install x\n", "x = 1\n", "y = x"]},
            {"cell_type": "code", "source": "%%sql\nSELECT 1"},
        ]
        text = notebooks.source("a.ipynb", json.dumps({"cells": cells}))
        self.assertEqual(
            text.split("\n"),
            ["# # title", "# text", "", "", "x = 1", "y = x", "", "__pass_over_cell__('%sql')", "", ""],
        )


class DbUtilsTest(unittest.TestCase):
    def test_the_notebook_itself(self) -> None:
        context = self.dbutils.notebook.entry_point.getDbutils().notebook().getContext()
        self.assertEqual(context.notebookPath().get(), "/notebooks/daily")
        self.assertEqual(json.loads(context.toJson())["extraContext"]["notebook_path"], "/notebooks/daily")
        with self.assertRaisesRegex(AttributeError, "notebook.run does not exist here"):
            self.dbutils.notebook.run("other", 60)

    def test_mounts(self) -> None:
        self.assertIn("/mnt/lake", [mount.mountPoint for mount in self.dbutils.fs.mounts()])
        with self.assertRaisesRegex(AttributeError, "pipeline file"):
            self.dbutils.fs.mount("s3://a", "/mnt/a")

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = folder.name
        paths = PlatformPaths(self.root, {"/mnt/lake": os.path.join(self.root, "lake"), "dbfs:/raw": "/elsewhere"})
        self.resolve = paths.resolve
        self.secrets: Dict[str, str] = {}
        self.dbutils = DbUtils(paths, {"env": "test"}, lambda: "/notebooks/daily", self.secret)

    def secret(self, scope: str, key: str) -> str:
        if f"{scope}/{key}" not in self.secrets:
            raise KeyError(f"there is no secret `{scope}/{key}`")
        return self.secrets[f"{scope}/{key}"]

    def test_paths(self) -> None:
        self.assertEqual(self.resolve("data/x"), os.path.join(self.root, "data/x"))
        self.assertEqual(self.resolve("dbfs:/mnt/lake/x"), os.path.join(self.root, "lake/x"))
        self.assertEqual(self.resolve("/dbfs/raw"), "/elsewhere")
        self.assertEqual(self.resolve("/mnt/lakes"), "/mnt/lakes")

    def test_files(self) -> None:
        fs = self.dbutils.fs
        fs.put("/mnt/lake/a/x.txt", "hello")
        with self.assertRaises(FileExistsError):
            fs.put("/mnt/lake/a/x.txt", "again")
        self.assertEqual(fs.head("/mnt/lake/a/x.txt", 4), "hell")
        fs.mkdirs("/mnt/lake/a/b")
        self.assertEqual([(entry.name, entry.size, entry.isDir()) for entry in fs.ls("/mnt/lake/a")],
                         [("b/", 0, True), ("x.txt", 5, False)])
        fs.cp("/mnt/lake/a", "copy", recurse=True)
        fs.mv("copy/x.txt", "moved.txt")
        self.assertEqual(fs.head("moved.txt"), "hello")
        self.assertTrue(fs.rm("/mnt/lake", recurse=True))
        self.assertFalse(fs.rm("/mnt/lake"))

    def test_widgets_and_secrets(self) -> None:
        widgets = self.dbutils.widgets
        widgets.text("env", "dev")
        widgets.dropdown("size", "small", ["small", "large"])
        self.assertEqual(widgets.getAll(), {"env": "test", "size": "small"})
        with self.assertRaisesRegex(KeyError, "configuration"):
            widgets.get("unknown")
        with self.assertRaisesRegex(KeyError, "my-scope/key"):
            self.dbutils.secrets.get("my-scope", "key")
        self.secrets["my-scope/key"] = "s"
        self.assertEqual(self.dbutils.secrets.get("my-scope", "key"), "s")
        with self.assertRaisesRegex(AttributeError, "fs, widgets, secrets and notebook"):
            self.dbutils.library


if __name__ == "__main__":
    unittest.main()
