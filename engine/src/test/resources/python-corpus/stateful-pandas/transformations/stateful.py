import dlt
import pandas as pd
from pyspark.sql.streaming import StatefulProcessor, StatefulProcessorHandle
from pyspark.sql.streaming.state import GroupStateTimeout
from pyspark.sql.types import IntegerType, LongType, StringType, StructField, StructType


def readings():
    return spark.readStream.schema("device STRING, n INT").json("data/readings")


output = StructType([StructField("device", StringType()), StructField("seen", LongType())])


class CountReadings(StatefulProcessor):
    """Counts the readings of each device over all updates."""

    def init(self, handle: StatefulProcessorHandle) -> None:
        self.count = handle.getValueState("count", StructType([StructField("n", LongType())]))

    def handleInputRows(self, key, rows, timerValues):
        seen = self.count.get()[0] if self.count.exists() else 0
        for frame in rows:
            seen += len(frame)
        self.count.update((seen,))
        yield pd.DataFrame({"device": [key[0]], "seen": [seen]})

    def close(self) -> None:
        pass


@dlt.table
def seen_so_far():
    return (
        readings()
        .groupBy("device")
        .transformWithStateInPandas(
            statefulProcessor=CountReadings(), outputStructType=output, outputMode="Append", timeMode="None"
        )
    )


def sums(key, frames, state):
    total = state.get[0] if state.exists else 0
    for frame in frames:
        total += int(frame.n.sum())
    state.update((total,))
    yield pd.DataFrame({"device": [key[0]], "total": [total]})


@dlt.table
def totals_so_far():
    return (
        readings()
        .groupBy("device")
        .applyInPandasWithState(
            sums,
            outputStructType="device STRING, total INT",
            stateStructType=StructType([StructField("total", IntegerType())]),
            outputMode="append",
            timeoutConf=GroupStateTimeout.NoTimeout,
        )
    )
