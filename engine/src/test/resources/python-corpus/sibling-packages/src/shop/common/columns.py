"""Helpers that know nothing of pipelines."""

import re

from pyspark.sql import DataFrame
from pyspark.sql.functions import col


def snake(rows: DataFrame) -> DataFrame:
    return rows.select([col(f"`{name}`").alias(re.sub(r"\W+", "_", name.strip().lower())) for name in rows.columns])
