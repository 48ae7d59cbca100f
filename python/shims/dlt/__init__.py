"""The module that pipelines of Databricks import: the functions of :mod:`tidewheel.pipelines` under their old address."""

from tidewheel.pipelines import *  # noqa: F401,F403
from tidewheel.pipelines import __all__  # noqa: F401


def enable_local_execution() -> None:
    """Nothing to be done: decorated functions can be called anywhere."""
