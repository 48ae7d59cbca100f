import json

import dlt

import rules
from rules import by_tag

# the same file through dbutils, as notebooks do it
from_dbutils = json.loads(dbutils.fs.head("rules/quality.json"))
assert from_dbutils["trips"] == rules.load("trips")


@dlt.table(name="zones")
@dlt.expect_all_or_fail(rules.load("zones"))
@dlt.expect_all(by_tag("zones"))
def make_zones():
    return spark.createDataFrame([(1, "north"), (2, "the far south")], "id INT, zone STRING")


@dlt.table(name="trips")
@dlt.expect_all_or_drop({**rules.load("trips"), **by_tag("trips")})
def make_trips():
    rows = [(1, 10.0, 5.0), (2, -1.0, 5.0), (1, 5000.0, 5.0), (2, 3.5, 0.0)]
    return spark.createDataFrame(rows, ["zone_id", "km", "fare"])
