"""Notebooks as Python: exported ones (``# Databricks notebook source``) and ``.ipynb`` files.

A line of an exported notebook keeps its number. For ``.ipynb``, lines are those of the text that is made here.
"""

import json
import re
from typing import Any, Dict, List

_HEADER = "# Databricks notebook source"
_MAGIC = re.compile(r"^# MAGIC ?(.*)$")
_SILENT = ("%md", "%pip", "%conda", "%config", "%load_ext", "%autoreload", "%matplotlib", "%python")


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
    inside = ""
    for line in content.split("\n"):
        found = _MAGIC.match(line)
        if found is None:
            inside = ""
            lines.append(line)
        elif found.group(1).startswith("%"):
            inside = found.group(1).split()[0]
            lines.append(_magic(found.group(1)))
        else:
            # what follows %python is code, what follows any other word is not
            lines.append(found.group(1) if inside == "%python" else "")
    return "\n".join(lines)


def _cell(cell: Dict[str, Any]) -> List[str]:
    text = cell.get("source", "")
    lines = ("".join(text) if isinstance(text, list) else str(text)).split("\n")
    if cell.get("cell_type") != "code":
        return ["# " + line for line in lines]
    first = next((line for line in lines if line.strip()), "")
    word = first.split()[0].replace("%%", "%") if first.strip() else ""
    if word.startswith("%") and word not in ("%pip", "%python") and not word.startswith(_SILENT[3:]):
        return [_magic(first.replace("%%", "%", 1))] + ["" for _ in lines[1:]]
    return [_magic(line.strip()) if line.lstrip().startswith("%") else line for line in lines]


def _magic(text: str) -> str:
    """One line of Python for a line of magic."""
    word, _, rest = text.partition(" ")
    if word.startswith(_SILENT):
        return ""
    if word == "%run":
        return f"__run_notebook__({rest.strip()!r})"
    return f"__refuse_magic__({word!r})"
