"""Turns exceptions of the user's code into problems that show the user's own lines only."""

import os
import re
import sys
import traceback
from types import TracebackType
from typing import Any, Dict, List, Optional, Tuple

from tidewheel.declare.location import Location, is_ours

_LONGEST_MESSAGE = 2000
_TRACEBACK = "Traceback (most recent call last):"
_SQL_STATE = re.compile(r"\s*SQLSTATE: \w{5}\s*$")


class UserErrors:
    """Knows which files are the user's and what they are called."""

    def __init__(self, root: str, names: Dict[str, str]) -> None:
        self._root = os.path.join(os.path.realpath(root), "") if root else ""
        self._names = {os.path.realpath(path): name for path, name in names.items()}

    def is_users(self, file: str) -> bool:
        """True for the pipeline's files and what lies below its root, save for installed packages."""
        real = os.path.realpath(file)
        if real in self._names:
            return True
        inside = bool(self._root) and real.startswith(self._root)
        return inside and "site-packages" not in real and not is_ours(file)

    def name(self, file: str) -> str:
        """What to call a file in messages."""
        real = os.path.realpath(file)
        if real in self._names:
            return self._names[real]
        return os.path.relpath(real, self._root) if self._root and real.startswith(self._root) else file

    def modules(self) -> List[str]:
        """The user's files that were run or imported."""
        files = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
        return sorted(file for file in files if file is not None and self.is_users(file))

    def place(self, location: Location) -> Dict[str, Any]:
        """A location as the engine reads it."""
        return {"file": self.name(location.file), "path": location.file, "line": location.line}

    def problem(self, error: BaseException, what: str, fallback: Optional[Location] = None) -> Dict[str, Any]:
        """What went wrong, where, and the user's calls that led there."""
        if isinstance(error, SyntaxError) and error.filename and self.is_users(error.filename):
            location = Location(error.filename, error.lineno or 0)
            return self._problem("PYTHON_DEFINITION_FAILED", f"{what} is not valid Python: {error.msg}", location)
        frames = self._frames(error.__traceback__)
        location = Location(*frames[-1][:2]) if frames else (fallback or Location("", 0))
        message = f"{what} failed: {type(error).__name__}: {_text(error)}" if _text(error) else (
            f"{what} failed: {type(error).__name__}"
        )
        problem = self._problem("PYTHON_DEFINITION_FAILED", message, location)
        calls = [f"{self.name(file)}:{line} in {function}" for file, line, function in frames[:-1]]
        if calls:
            problem["cause"] = "called from " + ", from ".join(reversed(calls))
        if isinstance(error, ModuleNotFoundError) and error.name:
            problem["fix"] = _missing_module(error.name)
        return problem

    def invalid(self, message: str, fix: str, location: Location) -> Dict[str, Any]:
        """A mistake that raised nothing."""
        problem = self._problem("PYTHON_DEFINITION_INVALID", message, location)
        problem["fix"] = fix
        return problem

    def unsupported(self, what: str, fix: str, location: Location) -> Dict[str, Any]:
        """Something that is understood and cannot be run."""
        problem = self._problem("FEATURE_NOT_SUPPORTED", f"{what} cannot be run yet", location)
        problem["fix"] = fix
        return problem

    def _problem(self, code: str, message: str, location: Location) -> Dict[str, Any]:
        return {"code": code, "message": message, "cause": "", "fix": "", "place": self.place(location)}

    def _frames(self, trace: Optional[TracebackType]) -> List[Tuple[str, int, str]]:
        return [
            (frame.filename, frame.lineno or 0, frame.name)
            for frame in traceback.extract_tb(trace)
            if self.is_users(frame.filename)
        ]


def _missing_module(name: str) -> str:
    if name == "pyspark.pipelines.testing":
        return "a decorated function stays a function: test it by calling the decorated function with a session of your own"
    package = name.split(".")[0]
    return (
        f"add the package that has `{package}` to `environment: {{dependencies: [...]}}` of the pipeline file, or, if it"
        " is a file of yours, put it below the pipeline's root"
    )


def _text(error: BaseException) -> str:
    text = str(error).split("\n\nJVM stacktrace:")[0].strip()
    if _TRACEBACK in text:
        # a function of the user failed in a process of Spark; what it raised follows its calls, which are set off
        lines = _SQL_STATE.sub("", text.rsplit(_TRACEBACK, 1)[1]).splitlines()
        text = " ".join(line for line in lines if line.strip() and not line.startswith(" "))
    if len(text) > _LONGEST_MESSAGE:
        text = text[:_LONGEST_MESSAGE] + "…"
    return text
