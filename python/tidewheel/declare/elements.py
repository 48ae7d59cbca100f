"""The values that declarations consist of."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Callable, Dict, List, Optional

from tidewheel.declare.location import Location

QueryFunction = Callable[[], Any]


class DatasetKind(Enum):
    """What a dataset was declared as."""

    TABLE = "table"
    """A streaming table or a materialized view: its query decides."""
    STREAMING_TABLE = "streaming_table"
    MATERIALIZED_VIEW = "materialized_view"
    TEMPORARY_VIEW = "temporary_view"


class Action(Enum):
    """What happens to a row that breaks an expectation."""

    WARN = "warn"
    DROP = "drop"
    FAIL = "fail"


@dataclass(frozen=True)
class Expectation:
    """A named condition: SQL text or a column."""

    name: str
    condition: Any
    action: Action
    location: Location


@dataclass
class Dataset:
    """A table or view. Expectations may be added after it was declared."""

    kind: DatasetKind
    name: str
    location: Location
    comment: Optional[str] = None
    spark_conf: Dict[str, str] = field(default_factory=dict)
    table_properties: Dict[str, str] = field(default_factory=dict)
    path: Optional[str] = None
    partition_cols: List[str] = field(default_factory=list)
    cluster_by: List[str] = field(default_factory=list)
    cluster_by_auto: bool = False
    schema: Any = None
    row_filter: Optional[str] = None
    private: bool = False
    refresh_policy: Optional[str] = None
    expectations: List[Expectation] = field(default_factory=list)
    flow: "Optional[Flow]" = None


@dataclass
class Flow:
    """A query and its target. One that was declared with a dataset, as its own, knows the dataset's kind."""

    kind: str
    name: str
    target: str
    location: Location
    function: Optional[QueryFunction] = None
    source: Optional[str] = None
    comment: Optional[str] = None
    spark_conf: Dict[str, str] = field(default_factory=dict)
    once: bool = False
    own: Optional[DatasetKind] = None
    arguments: Dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Sink:
    """A place outside of the pipeline."""

    name: str
    format: str
    options: Dict[str, str]
    location: Location
    handler: Optional[Callable[[Any, int], Any]] = None
    """A function of each batch and its number, instead of a data source."""


@dataclass(frozen=True)
class Hook:
    """A function that gets events; ``limit`` failures in a row are allowed, any number if it is None."""

    function: Callable[[Dict[str, Any]], Any]
    limit: Optional[int]
    location: Location


@dataclass(frozen=True)
class Unsupported:
    """Something that is understood but cannot be run yet; reported when the pipeline is checked."""

    what: str
    remedy: str
    location: Location
