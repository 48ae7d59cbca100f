"""Run by each interpreter of the environment as it starts: what is on the path of the user's machine stays outside.

Spark puts its own idea of ``PYTHONPATH`` before that of the engine, be it another Spark that ``SPARK_HOME`` names.
"""

import os
import sys

_wanted = os.environ.get("TIDEWHEEL_PYTHONPATH")
if _wanted is not None:
    _foreign = {os.path.abspath(entry) for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry}
    _ours = [entry for entry in _wanted.split(os.pathsep) if entry]
    sys.path[:] = _ours + [entry for entry in sys.path if os.path.abspath(entry or ".") not in _foreign]
    os.environ["PYTHONPATH"] = _wanted
    os.environ.pop("SPARK_HOME", None)
