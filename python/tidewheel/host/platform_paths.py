"""Paths as they are written for the platform, on this machine."""

import os
from typing import Dict

_SCHEMES = ("file:", "dbfs:")


class PlatformPaths:
    """Knows where the platform's folders are here."""

    def __init__(self, root: str, mounts: Dict[str, str]) -> None:
        self._root = root
        self._mounts = {_plain(prefix).rstrip("/"): place for prefix, place in mounts.items()}

    def resolve(self, path: str) -> str:
        """A path that can be opened; relative ones begin at the pipeline's folder."""
        plain = _plain(path)
        fitting = [prefix for prefix in self._mounts if plain == prefix or plain.startswith(prefix + "/")]
        if fitting:
            prefix = max(fitting, key=len)
            return self._mounts[prefix].rstrip("/") + plain[len(prefix) :]
        return os.path.join(self._root, plain)

    def resolve_absolute(self, path: str) -> str:
        """Like ``resolve``, but relative paths stay as they are."""
        return self.resolve(path) if path.startswith(("/", *_SCHEMES)) else path

    def mounts(self) -> Dict[str, str]:
        """The platform's folders, and where they are here."""
        return dict(self._mounts)


    def target(self, path: str) -> str:
        """A path that Spark can write to: like :meth:`resolve`, and those in other stores stay as they are."""
        elsewhere = "://" in path and not path.startswith(_SCHEMES)
        return path if elsewhere else self.resolve(path)


def _plain(path: str) -> str:
    for scheme in _SCHEMES:
        if path.startswith(scheme):
            return "/" + path[len(scheme) :].lstrip("/")
    return "/" + path[len("/dbfs/") :] if path.startswith("/dbfs/") else path
