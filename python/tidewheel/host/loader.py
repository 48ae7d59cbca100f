"""Runs the source files of a pipeline as modules."""

import importlib
import os
import sys
import tokenize
import types
from typing import Any, Dict, List

from tidewheel.host import notebooks
from tidewheel.host.dbutils import DbUtils
from tidewheel.host.user_errors import UserErrors


class SourceLoader:
    """Runs each file once, with ``spark`` at hand; what one of them imports from another is not run again."""

    def __init__(self, root: str, session: Any, errors: UserErrors, dbutils: DbUtils) -> None:
        self._root = os.path.realpath(root)
        self._session = session
        self._errors = errors
        self._dbutils = dbutils
        self.converted: Dict[str, str] = {}
        """The text of files that are run as something else than what is written in them, by path."""

    def run(self, files: List[Dict[str, str]]) -> List[Dict[str, Any]]:
        """Runs the files; returns what is wrong with them."""
        self._forget()
        self._extend_path(files)
        _extend_pyspark_pipelines()
        os.chdir(self._root)
        problems = []
        for file in files:
            try:
                self._run(os.path.realpath(file["path"]))
            except (Exception, SystemExit) as error:
                problems.append(self._errors.problem(error, f"`{file['name']}`"))
        return problems

    def _run(self, path: str) -> None:
        for module in list(sys.modules.values()):
            known = getattr(module, "__file__", None)
            if known is not None and os.path.realpath(known) == path:
                return
        from pyspark import cloudpickle

        module = types.ModuleType(_module_name(path))
        module.__file__ = path
        vars(module).update(self._at_hand(path, module))
        code = self._compile(path)
        sys.modules[module.__name__] = module
        # workers cannot import the pipeline's files, so functions in them travel as code
        cloudpickle.register_pickle_by_value(module)
        exec(code, vars(module))

    def _compile(self, path: str) -> types.CodeType:
        with tokenize.open(path) as file:
            written = file.read()
        text = notebooks.source(path, written)
        if notebooks.is_notebook(path):
            self.converted[path] = text
        return compile(text, path, "exec", dont_inherit=True)

    def _at_hand(self, path: str, module: types.ModuleType) -> Dict[str, Any]:
        """Names that are there without import."""

        def run_notebook(other: str) -> None:
            base = os.path.join(os.path.dirname(path), other.strip("\"'"))
            found = next((base + ending for ending in ("", ".py", ".ipynb") if os.path.isfile(base + ending)), None)
            if found is None:
                raise FileNotFoundError(f"%run {other}: there is no such notebook")
            exec(self._compile(os.path.realpath(found)), vars(module))

        return {
            "spark": self._session,
            "dbutils": self._dbutils,
            "display": _display,
            "displayHTML": _display,
            "__run_notebook__": run_notebook,
            "__refuse_magic__": _refuse_magic,
        }

    def _forget(self) -> None:
        """Drops the user's modules, so that files that have changed are read again."""
        for name, module in list(sys.modules.items()):
            file = getattr(module, "__file__", None)
            if file is not None and self._errors.is_users(file):
                del sys.modules[name]
        importlib.invalidate_caches()

    def _extend_path(self, files: List[Dict[str, str]]) -> None:
        folders = [self._root] + [os.path.dirname(os.path.realpath(file["path"])) for file in files]
        for folder in dict.fromkeys(folders):
            if folder not in sys.path:
                sys.path.append(folder)


def _display(*shown: Any, **options: Any) -> None:
    """There is nobody to look at it while a pipeline runs."""


def _refuse_magic(word: str) -> None:
    raise RuntimeError(f"cells with {word} are not run in a pipeline; put SQL into a .sql file beside this one")


def _module_name(path: str) -> str:
    stem = os.path.splitext(os.path.basename(path))[0]
    free = stem.isidentifier() and stem not in sys.modules and stem not in sys.stdlib_module_names
    return stem if free else "tidewheel_source_" + path.replace(os.sep, "_").replace(".", "_")


def _extend_pyspark_pipelines() -> None:
    """Makes ``from pyspark import pipelines`` lead to our registry, with all that Databricks has there."""
    import pyspark.pipelines

    import tidewheel.pipelines

    for name in tidewheel.pipelines.__all__:
        setattr(pyspark.pipelines, name, getattr(tidewheel.pipelines, name))
    pyspark.pipelines.__all__ = list(tidewheel.pipelines.__all__)
