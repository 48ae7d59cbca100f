"""Temporary views of the user's code: names for queries. The engine need not know them, whoever reads one gets its query.

Views that a query function makes are gone when it returns; those of the files stay. A function that is given batches
works on rows that are there, so its views are Spark's own.
"""

import re
import threading
from contextlib import contextmanager
from typing import Any, Dict, Iterator, List, Mapping, Optional

from tidewheel.host.patches import replace

_CREATE = re.compile(
    r"\s*CREATE\s+(?:OR\s+REPLACE\s+)?(GLOBAL\s+)?TEMP(?:ORARY)?\s+VIEW\s+(?:IF\s+NOT\s+EXISTS\s+)?"
    r"((?:\w+|`[^`]+`)(?:\s*\.\s*(?:\w+|`[^`]+`))?)\s+(?:COMMENT\s+'(?:[^'\\]|\\.)*'\s+)?AS\s+(.*)",
    re.IGNORECASE | re.DOTALL,
)
_GLOBAL = "global_temp."


class TempViews:
    """Plans of PySpark by name. What happens inside of a query function is known to its thread only."""

    def __init__(self) -> None:
        self._outside: Dict[str, Any] = {}
        self._thread = threading.local()

    @property
    def _inside(self) -> Optional[Dict[str, Any]]:
        return getattr(self._thread, "inside", None)

    @property
    def are_stored(self) -> bool:
        """True if this thread works on rows that are there."""
        return getattr(self._thread, "stored", False)

    @contextmanager
    def storing(self) -> Iterator[None]:
        """From here on this thread works on rows that are there."""
        self._thread.stored = True
        try:
            yield
        finally:
            self._thread.stored = False

    def enter(self) -> None:
        """A query function begins."""
        self._thread.inside = {}

    def leave(self) -> None:
        """It has ended."""
        self._thread.inside = None

    def forget(self) -> None:
        """The files are about to be run again."""
        self._outside.clear()

    def put(self, name: str, plan: Any, is_global: bool = False) -> None:
        """Gives a plan a name, in place of what had it."""
        key = (_GLOBAL if is_global else "") + _key(name)
        inside = self._inside
        (self._outside if inside is None else inside)[key] = plan

    def drop(self, name: str, is_global: bool = False) -> bool:
        """Takes a name away; false if nothing had it."""
        key = (_GLOBAL if is_global else "") + _key(name)
        found = [views for views in (self._inside, self._outside) if views is not None and key in views]
        for views in found[:1]:
            del views[key]
        return bool(found)

    def get(self, name: str) -> Optional[Any]:
        """The plan of a name, if it has one."""
        return self._all().get(_key(name))

    def named_in(self, text: str) -> Dict[str, Any]:
        """The views that a query in SQL may mean."""
        words = set(re.findall(r"\w+", text.lower()))
        return {name: plan for name, plan in self._all().items() if set(re.findall(r"\w+", name)) <= words}

    def _all(self) -> Dict[str, Any]:
        return {**self._outside, **(self._inside or {})}


def definition(text: str) -> Optional["tuple[str, str, bool]"]:
    """Name and query of a statement that makes a temporary view, and whether it is a global one."""
    found = _CREATE.fullmatch(text)
    if found is None:
        return None
    return found.group(2), found.group(3).strip().rstrip(";"), found.group(1) is not None


_BY_NAME = {
    "createTempView": False,
    "createOrReplaceTempView": False,
    "createGlobalTempView": True,
    "createOrReplaceGlobalTempView": True,
}


def bind(views: TempViews) -> None:
    """Makes PySpark's functions for temporary views, and for caches, work on ``views``."""
    from pyspark.sql.connect.catalog import Catalog
    from pyspark.sql.connect.dataframe import DataFrame

    for name, is_global in _BY_NAME.items():
        _bind_creation(views, DataFrame, name, is_global)
    for name in ("persist", "cache", "unpersist"):
        _bind_cache(views, DataFrame, name)
    _bind_removal(views, Catalog, "dropTempView", False)
    _bind_removal(views, Catalog, "dropGlobalTempView", True)
    exists = Catalog.tableExists

    def table_exists(self: Any, tableName: str, dbName: Optional[str] = None) -> bool:
        known = dbName is None and views.get(tableName) is not None
        return known or bool(exists(self, tableName, dbName))

    replace(Catalog, "tableExists", table_exists)


def _bind_creation(views: TempViews, target: Any, function: str, is_global: bool) -> None:
    original = getattr(target, function)

    def create(self: Any, name: str) -> None:
        if views.are_stored:
            original(self, name)
        else:
            views.put(name, self._plan, is_global)

    replace(target, function, create)


def _bind_removal(views: TempViews, target: Any, function: str, is_global: bool) -> None:
    original = getattr(target, function)

    def drop(self: Any, viewName: str) -> bool:
        return views.drop(viewName, is_global) or bool(original(self, viewName))

    replace(target, function, drop)


def _bind_cache(views: TempViews, target: Any, function: str) -> None:
    original = getattr(target, function)

    def cache(self: Any, *args: Any, **kwargs: Any) -> Any:
        # what is cached would be rows of now, and a query is run later, and again
        return original(self, *args, **kwargs) if views.are_stored else self

    replace(target, function, cache)


def store(session: Any, views: Mapping[str, Any]) -> None:
    """Makes views known to Spark, for a statement that it runs by itself."""
    from pyspark.sql.connect.plan import CreateView

    for name, plan in views.items():
        is_global = name.startswith(_GLOBAL)
        view = CreateView(plan, name[len(_GLOBAL) :] if is_global else name, is_global=is_global, replace=True)
        session.client.execute_command(view.command(session.client))


def _key(name: str) -> str:
    parts: List[str] = re.findall(r"`[^`]+`|[^.]+", name)
    return ".".join(part.strip().strip("`") for part in parts).lower()
