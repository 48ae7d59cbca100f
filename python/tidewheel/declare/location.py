"""Where in the user's files something was written."""

import os
import sys
from dataclasses import dataclass
from types import FrameType
from typing import Optional

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_FOREIGN = (_PACKAGE + os.sep, os.path.join("pyspark", ""), f"{os.sep}functools.py", f"{os.sep}contextlib.py")


@dataclass(frozen=True)
class Location:
    """A line of a file, counted from 1."""

    file: str
    line: int


def is_ours(file: str) -> bool:
    """True for files of this package and of PySpark, which say nothing to the user."""
    if file.startswith(_FOREIGN[0]) or file.startswith("<frozen") or file.endswith(_FOREIGN[2:]):
        return True
    return f"{os.sep}site-packages{os.sep}{_FOREIGN[1]}" in file


def caller() -> Location:
    """The innermost line on the stack that the user wrote."""
    frame: Optional[FrameType] = sys._getframe(1)
    while frame is not None and is_ours(frame.f_code.co_filename):
        frame = frame.f_back
    return Location("", 0) if frame is None else Location(frame.f_code.co_filename, frame.f_lineno)
