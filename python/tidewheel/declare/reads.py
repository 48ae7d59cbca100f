"""Old ways to read a dataset of the pipeline."""

from typing import Any


def _session() -> Any:
    from pyspark.sql import SparkSession

    session = SparkSession.getActiveSession()
    if session is None:
        raise RuntimeError("there is no Spark session to read with")
    return session


def read(name: str) -> Any:
    """All rows of a dataset. Today's form is ``spark.read.table(name)``."""
    return _session().read.table(name)


def read_stream(name: str) -> Any:
    """The rows of a dataset as a stream. Today's form is ``spark.readStream.table(name)``."""
    return _session().readStream.table(name)
