"""Notebooks as Python: exported ones (``# Databricks notebook source``) and ``.ipynb`` files.

A line of an exported notebook keeps its number. For ``.ipynb``, lines are those of the text that is made here.

Only cells in Python are run. As on Databricks, those in other languages are passed over; not so if they declare a table
or view, since a pipeline without it would be another one.
"""

import json
import re
import shlex
from typing import Any, Dict, List

_HEADER = "# Databricks notebook source"
_MAGIC = re.compile(r"^# MAGIC ?(.*)$")
_SILENT = ("%md", "%pip", "%conda", "%config", "%load_ext", "%reload_ext", "%autoreload", "%matplotlib", "%python")
_TIMES = ("%time", "%timeit", "%capture", "%prun")
_DECLARES = re.compile(
    r"^\s*CREATE\s+(OR\s+(REFRESH|REPLACE)\s+)?((PRIVATE|TEMPORARY|TEMP|INCREMENTAL)\s+)*"
    r"(LIVE|STREAMING|MATERIALIZED|FLOW)\b|^\s*APPLY\s+CHANGES\b|^\s*CREATE\s+TEMPORARY\s+(LIVE\s+)?VIEW\b",
    re.IGNORECASE | re.MULTILINE,
)


def is_notebook(path: str) -> bool:
    """True for files whose text is not what is run."""
    return path.endswith(".ipynb")


def source(path: str, content: str) -> str:
    """The Python of a file; the content itself unless it is a notebook."""
    if is_notebook(path):
        cells = json.loads(content).get("cells", [])
        return "\n".join(line for cell in cells for line in [*_cell(cell), ""])
    if not content.startswith(_HEADER):
        return content
    lines: List[str] = []
    magic: List[str] = []
    for line in content.split("\n"):
        found = _MAGIC.match(line)
        if magic and (found is None or found.group(1).startswith("%")):
            lines += _magic(magic)
            magic = []
        if found is None:
            lines.append(line)
        else:
            magic.append(found.group(1))
    return "\n".join(lines + (_magic(magic) if magic else []))


def _cell(cell: Dict[str, Any]) -> List[str]:
    text = cell.get("source", "")
    lines = ("".join(text) if isinstance(text, list) else str(text)).split("\n")
    if cell.get("cell_type") != "code":
        return ["# " + line for line in lines]
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    word = (lines[first].split() or [""])[0]
    if word.startswith("%%") or word.startswith("%") and not _is_of_python(word):
        return lines[:first] + _magic([lines[first].strip().replace("%%", "%", 1), *lines[first + 1 :]])
    return _python(lines)


def _is_of_python(word: str) -> bool:
    return word.startswith(_SILENT) or word in (*_TIMES, "%run")


def _python(lines: List[str]) -> List[str]:
    """Lines of Python with some of magic among them; a line ending in a backslash goes on in the next one."""
    result: List[str] = []
    goes_on = False
    for line in lines:
        begins = line.lstrip()
        if goes_on or begins.startswith(("%", "!")):
            result += [""] if goes_on or begins.startswith("!") else _magic([begins])
            goes_on = line.rstrip().endswith("\\")
        else:
            result.append(line)
    return result


def _magic(block: List[str]) -> List[str]:
    """As many lines of Python as there are in a line of magic and what belongs to it."""
    word, _, rest = block[0].partition(" ")
    nothing = [""] * (len(block) - 1)
    if word in _TIMES:
        return [rest.strip() if word in ("%time", "%timeit") else "", *block[1:]]
    if word == "%python":
        return [rest, *block[1:]]
    if word == "%run":
        return [f"__run_notebook__({_path(rest)!r})", *nothing]
    if not word.startswith("%") or word.startswith(_SILENT):
        return ["", *nothing]
    called = "__refuse_cell__" if _DECLARES.search("\n".join([rest, *block[1:]])) else "__pass_over_cell__"
    return [f"{called}({word!r})", *nothing]


def _path(arguments: str) -> str:
    """The notebook that is to be run; values for its widgets are not looked at."""
    words = shlex.split(arguments.strip())
    return words[0] if words else ""
