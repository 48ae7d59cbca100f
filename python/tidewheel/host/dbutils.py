"""The part of Databricks' ``dbutils`` that means something on one's own machine."""

import os
import shutil
from dataclasses import dataclass
from typing import Any, Callable, Dict, List

from tidewheel.host.notebook_context import Notebook
from tidewheel.host.platform_paths import PlatformPaths


@dataclass(frozen=True)
class FileInfo:
    """An entry of a folder."""

    path: str
    name: str
    size: int
    modificationTime: int

    def isDir(self) -> bool:
        """True for folders, whose names end with a slash."""
        return self.name.endswith("/")


@dataclass(frozen=True)
class MountInfo:
    """A folder of the platform, and where it is here."""

    mountPoint: str
    source: str
    encryptionType: str = ""


class FileSystem:
    """``dbutils.fs`` on the local disk; paths of the platform are turned into local ones first."""

    def __init__(self, paths: PlatformPaths) -> None:
        self._paths = paths
        self._resolve = paths.resolve

    def mounts(self) -> List[MountInfo]:
        """``mounts`` of the pipeline file."""
        return [MountInfo(prefix, place) for prefix, place in self._paths.mounts().items()]

    def __getattr__(self, name: str) -> Any:
        if name in ("mount", "updateMount", "unmount", "refreshMounts"):
            raise AttributeError(f"dbutils.fs.{name} does not exist here: say it with `mounts` in the pipeline file")
        raise AttributeError(f"dbutils.fs.{name} does not exist here")

    def ls(self, path: str) -> List[FileInfo]:
        """The entries of a folder, by name."""
        folder = self._resolve(path)
        entries = [os.path.join(folder, name) for name in sorted(os.listdir(folder))]
        return [_info(entry) for entry in entries]

    def head(self, path: str, max_bytes: int = 65536) -> str:
        """The beginning of a file."""
        with open(self._resolve(path), "rb") as source:
            return source.read(max_bytes).decode("utf-8", "replace")

    def put(self, path: str, contents: str, overwrite: bool = False) -> bool:
        """Writes a text to a file."""
        target = self._resolve(path)
        os.makedirs(os.path.dirname(target) or ".", exist_ok=True)
        with open(target, "w" if overwrite else "x", encoding="utf-8") as out:
            out.write(contents)
        return True

    def mkdirs(self, path: str) -> bool:
        """Makes a folder and those above it."""
        os.makedirs(self._resolve(path), exist_ok=True)
        return True

    def rm(self, path: str, recurse: bool = False) -> bool:
        """Removes a file, or, if asked to, a folder with all in it."""
        target = self._resolve(path)
        if not os.path.exists(target):
            return False
        if os.path.isdir(target):
            shutil.rmtree(target) if recurse else os.rmdir(target)
        else:
            os.remove(target)
        return True

    def cp(self, source: str, target: str, recurse: bool = False) -> bool:
        """Copies a file, or, if asked to, a folder."""
        first, second = self._resolve(source), self._resolve(target)
        if os.path.isdir(first):
            if not recurse:
                raise IsADirectoryError(f"{source} is a folder: give recurse=True")
            shutil.copytree(first, second, dirs_exist_ok=True)
        else:
            os.makedirs(os.path.dirname(second) or ".", exist_ok=True)
            shutil.copy2(first, second)
        return True

    def mv(self, source: str, target: str, recurse: bool = False) -> bool:
        """Moves a file, or, if asked to, a folder."""
        if os.path.isdir(self._resolve(source)) and not recurse:
            raise IsADirectoryError(f"{source} is a folder: give recurse=True")
        shutil.move(self._resolve(source), self._resolve(target))
        return True


class Widgets:
    """``dbutils.widgets``: values come from the configuration of the pipeline, else from the default."""

    def __init__(self, configuration: Dict[str, str]) -> None:
        self._configuration = configuration
        self._defaults: Dict[str, str] = {}

    def text(self, name: str, defaultValue: str, label: str = "") -> None:
        """Declares a value and its default."""
        self._defaults[name] = defaultValue

    def dropdown(self, name: str, defaultValue: str, choices: Any = (), label: str = "") -> None:
        """Declares a value and its default."""
        self._defaults[name] = defaultValue

    combobox = dropdown
    multiselect = dropdown

    def get(self, name: str) -> str:
        """The value."""
        if name in self._configuration:
            return self._configuration[name]
        if name not in self._defaults:
            raise KeyError(f"there is no widget {name!r}; add it to `configuration` of the pipeline file")
        return self._defaults[name]

    def getArgument(self, name: str, defaultValue: str = "") -> str:
        """The value, or the default; an old form of ``get``."""
        return self._configuration.get(name, self._defaults.get(name, defaultValue))

    def getAll(self) -> Dict[str, str]:
        """All declared values."""
        return {name: self.get(name) for name in self._defaults}

    def remove(self, name: str) -> None:
        """Forgets one."""
        self._defaults.pop(name, None)

    def removeAll(self) -> None:
        """Forgets all."""
        self._defaults.clear()


class Secrets:
    """``dbutils.secrets``: the engine is asked, which knows the places that the pipeline file names."""

    def __init__(self, value: Callable[[str, str], str]) -> None:
        self._value = value

    def get(self, scope: str, key: str) -> str:
        """The value of a secret."""
        return self._value(scope, key)

    def getBytes(self, scope: str, key: str) -> bytes:
        """The value of a secret as bytes."""
        return self.get(scope, key).encode("utf-8")


class DbUtils:
    """What notebooks know as ``dbutils``."""

    def __init__(
        self,
        paths: PlatformPaths,
        configuration: Dict[str, str],
        running: Callable[[], str],
        secret: Callable[[str, str], str],
    ) -> None:
        self.fs = FileSystem(paths)
        self.widgets = Widgets(configuration)
        self.secrets = Secrets(secret)
        self.notebook = Notebook(running)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"dbutils.{name} does not exist here; there are fs, widgets, secrets and notebook")


def _info(path: str) -> FileInfo:
    state = os.stat(path)
    folder = os.path.isdir(path)
    name = os.path.basename(path) + ("/" if folder else "")
    size = 0 if folder else state.st_size
    return FileInfo(path + ("/" if folder else ""), name, size, int(state.st_mtime * 1000))
