# Databricks notebook source
# MAGIC %md
# MAGIC # Daily
# MAGIC Reads what is beside the notebook.

# COMMAND ----------

# DBTITLE 1,Parameters
dbutils.widgets.text("day", "1970-01-01", "Day")
dbutils.widgets.dropdown("mode", "full", ["full", "small"], "Mode")
dbutils.widgets.combobox("shop", "a", ["a", "b"])
dbutils.widgets.multiselect("tags", "x", ["x", "y"])
dbutils.widgets.text("gone", "1")
dbutils.widgets.remove("gone")
day = dbutils.widgets.get("day")
everything = dbutils.widgets.getAll()
assert everything == {"day": "2026-05-01", "mode": "full", "shop": "a", "tags": "x"}, everything
assert dbutils.widgets.getArgument("unknown", "fallback") == "fallback"

# COMMAND ----------

# DBTITLE 1,Where are we?
import os
import sys

notebook_path = dbutils.notebook.entry_point.getDbutils().notebook().getContext().notebookPath().get()
folder = os.path.dirname(notebook_path)
sys.path.append(os.path.join(folder, "lib"))

# COMMAND ----------

import dlt
from helpers import title


@dlt.table(comment=title(day))
def today():
    return spark.sql("SELECT DATE'{0}' AS day, '{1}' AS name".format(day, os.path.basename(notebook_path)))
