import json

import dlt


@dlt.on_event_hook
def write_ends(event):
    if event["event_type"] == "update_progress" and event["details"]["update_progress"]["state"] == "COMPLETED":
        with open("seen/ends.json", "a") as out:
            out.write(json.dumps({"hook": "ends", "level": event["level"]}) + "\n")


@dlt.on_event_hook(max_allowable_consecutive_failures=1)
def gives_up(event):
    with open("seen/attempts.json", "a") as out:
        out.write('{"hook": "gives_up"}\n')
    raise ValueError("never works")


dbutils.fs.mkdirs("seen")


@dlt.table
def rows():
    return spark.range(1)
