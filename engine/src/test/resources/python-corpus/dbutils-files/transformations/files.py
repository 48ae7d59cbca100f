# Databricks notebook source
import json

import dlt

# COMMAND ----------

dbutils.fs.mkdirs("/mnt/lake/tmp/made")
dbutils.fs.put("/mnt/lake/tmp/made/note.txt", "written while the files were run", True)
dbutils.fs.cp("dbfs:/mnt/lake/tmp/made/note.txt", "/mnt/lake/tmp/copied.txt")
dbutils.fs.cp("/mnt/lake/tmp/made", "/mnt/lake/tmp/again", recurse=True)
assert dbutils.fs.head("/mnt/lake/tmp/copied.txt", 7) == "written"
dbutils.fs.mv("/mnt/lake/tmp/copied.txt", "/mnt/lake/tmp/moved.txt")
assert [info.name for info in dbutils.fs.ls("/mnt/lake/tmp")] == ["again/", "made/", "moved.txt"]
assert dbutils.fs.ls("/mnt/lake/tmp")[0].isDir() and dbutils.fs.ls("/mnt/lake/tmp")[2].size == 32
dbutils.fs.rm("/mnt/lake/tmp", True)
assert any(mount.mountPoint == "/mnt/lake" for mount in dbutils.fs.mounts())

# COMMAND ----------

schemas = json.loads(dbutils.fs.head("dbfs:/FileStore/schemas.json"))


def landing(folder, name):
    @dlt.table(name=f"landing_{name}")
    def load():
        return spark.read.schema(schemas[name]).json(folder.path)

    return f"landing_{name}"


names = [landing(info, info.name.strip("/")) for info in dbutils.fs.ls("dbfs:/mnt/lake/landing/") if info.isDir()]

# COMMAND ----------

@dlt.table
def sizes():
    counts = [dlt.read(name).groupBy().count().selectExpr(f"'{name}' AS name", "count") for name in names]
    result = counts.pop()
    while counts:
        result = result.unionAll(counts.pop())
    return result
