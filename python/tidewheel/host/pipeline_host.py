"""What the engine asks of the host."""

import base64
from typing import Any, Callable, Dict, List, Set

from tidewheel.declare.registry import Registry, registering
from tidewheel.host import batches
from tidewheel.host import session as sessions
from tidewheel.host.declarations import Declarations
from tidewheel.host.event_hooks import EventHooks
from tidewheel.host.evaluation import Evaluator
from tidewheel.host.loader import SourceLoader
from tidewheel.host.platform_paths import PlatformPaths
from tidewheel.host.temp_views import TempViews
from tidewheel.host.user_errors import UserErrors


class PipelineHost:
    """The state of one pipeline: its session and what its files declare."""

    def __init__(self, secret: Callable[[str, str], str]) -> None:
        self._secret = secret
        self._views = TempViews()
        self._evaluator = Evaluator(self._views)
        self._formats: Set[str] = set()
        self._registry = Registry()
        self._errors = UserErrors("", {})
        self._session: Any = None
        self._configuration: Dict[str, str] = {}
        self._hooks = EventHooks([])

    def on_connect(self, request: Dict[str, Any]) -> Dict[str, Any]:
        """Opens the session."""
        self._configuration = request["configuration"]
        self._session = sessions.connect(
            request["endpoint"],
            request["token"],
            request["sessionId"],
            self._evaluator,
            self._views,
            self._formats,
            request["configuration"],
        )
        return {}

    def on_load(self, request: Dict[str, Any]) -> Dict[str, Any]:
        """Runs the files and says what they declare."""
        files: List[Dict[str, str]] = request["files"]
        root: str = request["root"]
        names = {file["path"]: file["name"] for file in files}
        self._errors = UserErrors(root, names)
        self._registry = Registry()
        self._views.forget()
        sessions.number_plans_anew()
        paths = PlatformPaths(root, request["mounts"])
        sessions.bind_writes(paths.target)
        loader = SourceLoader(root, self._session, self._errors, self._configuration, paths, self._secret)
        with registering(self._registry):
            problems = loader.run(files)
        self._hooks = EventHooks(self._registry.hooks)
        declarations = Declarations(self._registry, self._errors, self._session, self._evaluator)
        return {
            **declarations.message(problems),
            "converted": loader.converted,
            "hooks": len(self._registry.hooks),
            "path": loader.path_of_user(),
            "formats": sorted(self._formats),
        }

    def on_event(self, request: Dict[str, Any]) -> Dict[str, Any]:
        """Takes an event for the hooks."""
        self._hooks.deliver(request["event"])
        return {"reports": self._hooks.reports()}

    def on_handle_batch(self, request: Dict[str, Any]) -> Dict[str, Any]:
        """Gives a batch to the function of a sink. Runs beside everything else."""
        with self._views.storing():
            return {"problem": batches.handle(self._registry.sinks, self._errors, self._session, request)}

    def on_finish_hooks(self, request: Dict[str, Any]) -> Dict[str, Any]:
        """Waits for the hooks."""
        finished = self._hooks.finish(request["seconds"])
        return {"finished": finished, "reports": self._hooks.reports()}

    def on_evaluate(self, request: Dict[str, Any]) -> Dict[str, Any]:
        """Runs the function of a flow again, now that its inputs may be known."""
        flow = self._registry.flows[request["flow"]]
        outcome = self._evaluator.evaluate(flow, self._errors, self._session, resolving=True)
        if outcome.problem is not None:
            return {"problem": outcome.problem}
        return {"relation": base64.b64encode(outcome.relation or b"").decode("ascii")}
