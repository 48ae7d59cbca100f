"""``dbutils.notebook``: what a notebook can find out about itself."""

import json
from typing import Any, Callable


class _Option:
    """A value as Scala would wrap it."""

    def __init__(self, value: str) -> None:
        self._value = value

    def get(self) -> str:
        """The value."""
        return self._value

    def getOrElse(self, other: Any = None) -> str:
        """The value, which is there."""
        return self._value


class Context:
    """The notebook that is being run. What only a workspace of the platform has is missing."""

    def __init__(self, path: str) -> None:
        self._path = path

    def notebookPath(self) -> _Option:
        """The file without its ending."""
        return _Option(self._path)

    def toJson(self) -> str:
        """The context as text."""
        return json.dumps({"extraContext": {"notebook_path": self._path}, "tags": {}})

    safeToJson = toJson

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"the context of a notebook has no {name} here; there is notebookPath")


class Notebook:
    """``dbutils.notebook``, and the long way to its context that is seen in notebooks."""

    def __init__(self, running: Callable[[], str]) -> None:
        self._running = running

    def getContext(self) -> Context:
        """The context."""
        return Context(self._running())

    @property
    def entry_point(self) -> "Notebook":
        """The first step of the long way."""
        return self

    def getDbutils(self) -> "Notebook":
        """The second step."""
        return self

    def notebook(self) -> "Notebook":
        """The third step."""
        return self

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"dbutils.notebook.{name} does not exist here: a pipeline runs its files itself")
