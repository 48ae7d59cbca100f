"""Told of each event while the pipeline runs. A real one would send a message to somebody."""

from pathlib import Path

from pyspark import pipelines as dp

NOTES = Path(".tidewheel/broken-rules.txt")


@dp.on_event_hook(max_allowable_consecutive_failures=3)
def note_broken_rules(event):
    progress = event["details"].get("flow_progress", {})
    for rule in progress.get("data_quality", {}).get("expectations", []):
        if rule["failed_records"] > 0:
            with NOTES.open("a") as notes:
                notes.write(f"{event['timestamp']} {rule['dataset']}: {rule['name']} failed {rule['failed_records']}\n")
