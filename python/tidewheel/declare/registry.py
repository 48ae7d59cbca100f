"""Collects what is declared."""

from contextlib import contextmanager
from typing import Iterator, List

from tidewheel.declare.elements import Dataset, Flow, Hook, Sink, Unsupported


class Registry:
    """All declarations in the order in which they were made.

    Not safe for use by several threads, as little as importing modules is.
    """

    def __init__(self) -> None:
        self.datasets: List[Dataset] = []
        self.flows: List[Flow] = []
        self.sinks: List[Sink] = []
        self.hooks: List[Hook] = []
        self.unsupported: List[Unsupported] = []


_active: List[Registry] = [Registry()]


def active() -> Registry:
    """Where declarations go now. Outside of a pipeline there is a registry that nobody reads."""
    return _active[-1]


@contextmanager
def registering(registry: Registry) -> Iterator[Registry]:
    """Sends all declarations to ``registry`` for as long as the context lasts."""
    _active.append(registry)
    try:
        yield registry
    finally:
        _active.remove(registry)
