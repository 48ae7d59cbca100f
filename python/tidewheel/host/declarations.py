"""What was declared, as the engine reads it."""

import base64
from typing import Any, Dict, List, Optional

from tidewheel.declare.elements import Dataset, Expectation, Flow, Sink
from tidewheel.declare.registry import Registry
from tidewheel.host.evaluation import Evaluator
from tidewheel.host.user_errors import UserErrors


class Declarations:
    """Turns a registry into a message. Used once."""

    def __init__(self, registry: Registry, errors: UserErrors, session: Any, evaluator: Evaluator) -> None:
        self._registry = registry
        self._errors = errors
        self._session = session
        self._evaluator = evaluator

    def message(self, problems: List[Dict[str, Any]]) -> Dict[str, Any]:
        """All declarations and problems; the query functions are run for it."""
        found = list(problems)
        for entry in self._registry.unsupported:
            found.append(self._errors.unsupported(entry.what, entry.remedy, entry.location))
        flows = [self._flow(flow, found) for flow in self._registry.flows] if not problems else []
        return {
            "datasets": [self._dataset(dataset) for dataset in self._registry.datasets],
            "flows": flows,
            "sinks": [self._sink(sink) for sink in self._registry.sinks],
            "problems": found,
            "loaded": not problems,
            "modules": self._errors.modules(),
        }

    def _dataset(self, dataset: Dataset) -> Dict[str, Any]:
        return {
            "kind": dataset.kind.value,
            "name": dataset.name,
            "place": self._errors.place(dataset.location),
            "comment": dataset.comment,
            "sparkConf": dataset.spark_conf,
            "properties": dataset.table_properties,
            "path": dataset.path,
            "partitionColumns": dataset.partition_cols,
            "clusterBy": dataset.cluster_by,
            "clusterByAuto": dataset.cluster_by_auto,
            "schema": _schema(dataset.schema),
            "rowFilter": dataset.row_filter,
            "private": dataset.private,
            "refreshPolicy": dataset.refresh_policy,
            "flow": None if dataset.flow is None else self._registry.flows.index(dataset.flow),
            "expectations": [self._expectation(expectation) for expectation in dataset.expectations],
        }

    def _expectation(self, expectation: Expectation) -> Dict[str, Any]:
        return {
            "name": expectation.name,
            "condition": self._expression(expectation.condition),
            "action": expectation.action.value,
            "place": self._errors.place(expectation.location),
        }

    def _flow(self, flow: Flow, problems: List[Dict[str, Any]]) -> Dict[str, Any]:
        message: Dict[str, Any] = {
            "kind": flow.kind,
            "name": flow.name,
            "target": flow.target,
            "place": self._errors.place(flow.location),
            "source": flow.source,
            "comment": flow.comment,
            "sparkConf": flow.spark_conf,
            "once": flow.once,
            "own": None if flow.own is None else flow.own.value,
            "arguments": {key: self._argument(value) for key, value in flow.arguments.items()},
        }
        if flow.function is not None:
            outcome = self._evaluator.evaluate(flow, self._errors, self._session, resolving=False)
            if outcome.problem is not None:
                problems.append(outcome.problem)
            if outcome.relation is not None:
                message["relation"] = base64.b64encode(outcome.relation).decode("ascii")
            message["streaming"] = bool(outcome.streaming)
        return message

    def _sink(self, sink: Sink) -> Dict[str, Any]:
        place = self._errors.place(sink.location)
        return {
            "name": sink.name,
            "format": sink.format,
            "options": sink.options,
            "handler": sink.handler is not None,
            "place": place,
        }

    def _argument(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._argument(entry) for key, entry in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._expression(entry) for entry in value]
        if value is None or isinstance(value, bool):
            return value
        return self._expression(value)

    def _expression(self, value: Any) -> Optional[Dict[str, str]]:
        """A text stays one; a column goes as Connect writes it."""
        if hasattr(value, "to_plan"):
            expression = value.to_plan(self._session.client)
            return {"column": base64.b64encode(expression.SerializeToString()).decode("ascii")}
        return {"sql": str(value)}


def _schema(schema: Any) -> Optional[Dict[str, str]]:
    if schema is None:
        return None
    return {"ddl": schema} if isinstance(schema, str) else {"json": schema.json()}
