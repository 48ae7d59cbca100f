"""Rules of the pipeline, kept beside the code."""

import json
import os


def load(dataset):
    with open(os.path.join(os.path.dirname(__file__), "quality.json")) as source:
        return json.load(source)[dataset]


RULES_AS_ROWS = [
    {"name": "km_is_sane", "constraint": "km < 1000", "tag": "trips"},
    {"name": "zone_is_short", "constraint": "length(zone) < 10", "tag": "zones"},
]


def by_tag(tag):
    return {row["name"]: row["constraint"] for row in RULES_AS_ROWS if row["tag"] == tag}
