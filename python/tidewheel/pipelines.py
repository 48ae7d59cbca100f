"""All that a pipeline in Python can declare.

``import dlt`` and ``from pyspark import pipelines as dp`` give the same functions inside of a pipeline.
"""

from tidewheel.declare.changes import (
    apply_changes,
    apply_changes_from_snapshot,
    create_auto_cdc_flow,
    create_auto_cdc_from_snapshot_flow,
)
from tidewheel.declare.datasets import create_streaming_table, materialized_view, table, temporary_view
from tidewheel.declare.expectations import (
    expect,
    expect_all,
    expect_all_or_drop,
    expect_all_or_fail,
    expect_or_drop,
    expect_or_fail,
)
from tidewheel.declare.flows import (
    append_flow,
    create_sink,
    foreach_batch_sink,
    replace_flow,
    update_flow,
)
from tidewheel.declare.hooks import on_event_hook
from tidewheel.declare.reads import read, read_stream
from tidewheel.declare.targets import create_table

view = temporary_view
create_view = temporary_view
create_target_table = create_streaming_table
create_streaming_live_table = create_streaming_table

__all__ = [
    "append_flow",
    "apply_changes",
    "apply_changes_from_snapshot",
    "create_auto_cdc_flow",
    "create_auto_cdc_from_snapshot_flow",
    "create_sink",
    "create_streaming_live_table",
    "create_streaming_table",
    "create_table",
    "create_target_table",
    "create_view",
    "expect",
    "expect_all",
    "expect_all_or_drop",
    "expect_all_or_fail",
    "expect_or_drop",
    "expect_or_fail",
    "foreach_batch_sink",
    "materialized_view",
    "on_event_hook",
    "read",
    "read_stream",
    "replace_flow",
    "table",
    "temporary_view",
    "update_flow",
    "view",
]
