"""Prints what pipelines can call or give, and no pipeline does; what is only refused has to be in the documentation.

Arguments: the folder of pipelines that run, that of pipelines that are refused, the page of the documentation.
"""

import ast
import inspect
import pathlib
import sys
from typing import Dict, Iterator, List, Set, Tuple

import tidewheel.pipelines as api
from tidewheel.host import notebooks

# old and new names of one function share their parameters
FUNCTIONS = {name: getattr(api, name) for name in api.__all__}


def parameters(name: str) -> List[str]:
    """Names of the parameters of a function, in their order."""
    found = inspect.signature(FUNCTIONS[name]).parameters.values()
    return [each.name for each in found if each.kind not in (each.VAR_POSITIONAL, each.VAR_KEYWORD)]


def sources(folder: str) -> Iterator[ast.AST]:
    """All Python below a folder."""
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.suffix in (".py", ".ipynb"):
            try:
                yield ast.parse(notebooks.source(str(path), path.read_text()))
            except SyntaxError:
                # some are there to show what is said of them
                continue


def uses(tree: ast.AST) -> Iterator[Tuple[str, Set[str]]]:
    """Each function of ours that is named, with the parameters that it is given there."""
    for node in ast.walk(tree):
        target = node.func if isinstance(node, ast.Call) else node
        name = getattr(target, "attr", None) or getattr(target, "id", None)
        if name not in FUNCTIONS:
            continue
        # without parentheses, a decorator is given the function below it
        positions = len(node.args) if isinstance(node, ast.Call) else 1
        named = [each.arg for each in node.keywords if each.arg] if isinstance(node, ast.Call) else []
        yield name, {*named, *parameters(name)[:positions]}


def used_in(folder: str) -> Dict[str, Set[str]]:
    """Parameters by function."""
    found: Dict[str, Set[str]] = {}
    for tree in sources(folder):
        for name, given in uses(tree):
            for same in [other for other in FUNCTIONS if FUNCTIONS[other] is FUNCTIONS[name]]:
                found.setdefault(same, set()).update(given if same != name else given | {""})
    return found


def main() -> None:
    """Prints one line for each thing that is missing."""
    running, refused = used_in(sys.argv[1]), used_in(sys.argv[2])
    documentation = pathlib.Path(sys.argv[3]).read_text()
    for name in FUNCTIONS:
        runs, stops = running.get(name, set()), refused.get(name, set())
        if "" not in runs | stops:
            print(f"{name} is called nowhere")
        for parameter in parameters(name):
            if parameter not in runs | stops:
                print(f"{name}({parameter}=…) is given nowhere")
            elif parameter not in runs and parameter not in documentation and name not in documentation:
                print(f"{name}({parameter}=…) is refused, and not documented")
        if "" not in runs and f"`{name}`" not in documentation and f"`@{name}`" not in documentation:
            print(f"{name} is refused, and not documented")


main()
