"""Modules that code of the platform imports, as they are here."""

import importlib.util
import sys
import types
from typing import Any, Dict


def extend_pyspark_pipelines() -> None:
    """Makes ``from pyspark import pipelines`` lead to our registry, with all that Databricks has there."""
    import pyspark.pipelines

    import tidewheel.pipelines

    for name in tidewheel.pipelines.__all__:
        setattr(pyspark.pipelines, name, getattr(tidewheel.pipelines, name))
    pyspark.pipelines.__all__ = list(tidewheel.pipelines.__all__)


def offer_platform(at_hand: Dict[str, Any]) -> None:
    """``pyspark.dbutils`` and ``databricks.sdk.runtime``, by which modules get what notebooks have at hand."""
    dbutils = types.ModuleType("pyspark.dbutils", "``DBUtils(spark)`` gives what notebooks know as ``dbutils``.")
    vars(dbutils)["DBUtils"] = lambda session=None: at_hand["dbutils"]
    sys.modules[dbutils.__name__] = dbutils
    for name in ("databricks", "databricks.sdk"):
        if name not in sys.modules and not _is_installed(name):
            package = types.ModuleType(name)
            package.__path__ = []
            sys.modules[name] = package
    runtime = types.ModuleType("databricks.sdk.runtime", "Names that notebooks have without import.")
    vars(runtime).update(at_hand)
    vars(runtime)["__all__"] = list(at_hand)
    sys.modules[runtime.__name__] = runtime


def _is_installed(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False
