"""Runs the source files of a pipeline as modules."""

import importlib
import os
import sys
import tokenize
import types
from typing import Any, Callable, Dict, List

from tidewheel.declare.location import caller
from tidewheel.host import modules, notebooks
from tidewheel.host.dbutils import DbUtils
from tidewheel.host.platform_paths import PlatformPaths
from tidewheel.host.user_errors import UserErrors


class SourceLoader:
    """Runs each file once, with ``spark`` at hand; what one of them imports from another is not run again."""

    _path_at_first: List[str] = []

    def __init__(
        self,
        root: str,
        session: Any,
        errors: UserErrors,
        configuration: Dict[str, str],
        paths: PlatformPaths,
        secret: Callable[[str, str], str],
    ) -> None:
        self._root = os.path.realpath(root)
        self._session = session
        self._errors = errors
        self._paths = paths
        self._dbutils = DbUtils(paths, configuration, self.notebook, secret)
        self._running: List[str] = []
        self.converted: Dict[str, str] = {}
        """The text of files that are run as something else than what is written in them, by path."""

    def run(self, files: List[Dict[str, str]]) -> List[Dict[str, Any]]:
        """Runs the files; returns what is wrong with them."""
        self._forget()
        self._extend_path(files)
        modules.extend_pyspark_pipelines()
        modules.offer_platform({"spark": self._session, "dbutils": self._dbutils, "display": _display})
        os.chdir(self._root)
        problems = []
        for file in files:
            try:
                self._run(os.path.realpath(file["path"]))
            except (Exception, SystemExit) as error:
                problems.append(self._errors.problem(error, f"`{file['name']}`"))
        return problems

    def _run(self, path: str) -> None:
        from pyspark import cloudpickle

        for imported in list(sys.modules.values()):
            known = getattr(imported, "__file__", None)
            if known is not None and os.path.realpath(known) == path:
                cloudpickle.register_pickle_by_value(imported)
                return
        module = types.ModuleType(_module_name(path))
        module.__file__ = path
        vars(module).update(self._at_hand(path, module))
        sys.modules[module.__name__] = module
        # workers cannot import the pipeline's files, so functions in them travel as code
        cloudpickle.register_pickle_by_value(module)
        self._execute(path, module)

    def _execute(self, path: str, module: types.ModuleType) -> None:
        code = self._compile(path)
        self._running.append(path)
        try:
            exec(code, vars(module))
        finally:
            self._running.pop()

    def notebook(self) -> str:
        """The file that is being run, without its ending."""
        return os.path.splitext(self._running[-1])[0] if self._running else self._root

    def path_of_user(self) -> List[str]:
        """Where the user's code looks for modules, besides the places where every Python does."""
        return [os.path.abspath(entry) for entry in sys.path if entry not in self._path_at_first]

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
            base = os.path.join(os.path.dirname(self._running[-1]), self._paths.resolve_absolute(other))
            found = next((base + ending for ending in ("", ".py", ".ipynb") if os.path.isfile(base + ending)), None)
            if found is None:
                raise FileNotFoundError(f"%run {other}: there is no such notebook")
            self._execute(os.path.realpath(found), module)

        return {
            "spark": self._session,
            "dbutils": self._dbutils,
            "display": _display,
            "displayHTML": _display,
            "__run_notebook__": run_notebook,
            "__refuse_cell__": _refuse_cell,
            "__pass_over_cell__": self._pass_over_cell,
            "sc": _Missing("sc", "use spark.range or spark.createDataFrame"),
            "sqlContext": _Missing("sqlContext", "use spark"),
        }

    def _pass_over_cell(self, word: str) -> None:
        place = caller()
        name = self._errors.name(place.file)
        print(f"{name}:{place.line}: a cell with {word} is passed over", file=sys.stderr)

    def _forget(self) -> None:
        """Drops the user's modules, so that files that have changed are read again."""
        known = list(sys.modules.items())
        for name in [name for name, module in known if any(map(self._errors.is_users, _places(module)))]:
            del sys.modules[name]
        importlib.invalidate_caches()
        if not SourceLoader._path_at_first:
            SourceLoader._path_at_first = [entry for entry in sys.path if entry not in ("", os.getcwd())]
        sys.path[:] = [self._root, *SourceLoader._path_at_first]

    def _extend_path(self, files: List[Dict[str, str]]) -> None:
        folders = [os.path.dirname(os.path.realpath(file["path"])) for file in files]
        for folder in dict.fromkeys(folders):
            if folder not in sys.path:
                sys.path.append(folder)


def _display(*shown: Any, **options: Any) -> None:
    """There is nobody to look at it while a pipeline runs."""


def _refuse_cell(word: str) -> None:
    raise RuntimeError(
        f"a cell with {word} declares a table or view, and cells in other languages are not run; "
        "put what it says into a .sql file beside this one"
    )


class _Missing:
    """A name that code for classic Spark uses, and that cannot be here."""

    def __init__(self, name: str, instead: str) -> None:
        self._name = name
        self._instead = instead

    def __getattr__(self, attribute: str) -> Any:
        raise AttributeError(f"there is no `{self._name}` in a pipeline, as Spark is another process: {self._instead}")


def _places(module: Any) -> List[str]:
    """The file of a module; the folders of a package that has none."""
    file = getattr(module, "__file__", None)
    if isinstance(file, str):
        return [file]
    try:
        return [str(entry) for entry in getattr(module, "__path__", [])]
    except Exception:
        # objects that are no modules may stand among them, and answer as they like
        return []


def _module_name(path: str) -> str:
    stem = os.path.splitext(os.path.basename(path))[0]
    free = stem.isidentifier() and stem not in sys.modules and stem not in sys.stdlib_module_names
    return stem if free else "tidewheel_source_" + path.replace(os.sep, "_").replace(".", "_")
