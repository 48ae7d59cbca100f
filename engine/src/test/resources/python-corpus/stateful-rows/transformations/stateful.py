from typing import Iterator

from pyspark import pipelines as dp
from pyspark.sql import Row
from pyspark.sql.streaming import StatefulProcessor, StatefulProcessorHandle
from state.processors import Longest


class Remember(StatefulProcessor):
    """Keeps the words of a list, and a map from word to how often it came."""

    def init(self, handle: StatefulProcessorHandle) -> None:
        self.words = handle.getListState("words", "word STRING")
        self.times = handle.getMapState("times", "word STRING", "n INT")

    def handleInputRows(self, key, rows, timerValues) -> Iterator[Row]:
        for row in rows:
            self.words.appendValue((row.word,))
            known = self.times.getValue((row.word,)) if self.times.containsKey((row.word,)) else (0,)
            self.times.updateValue((row.word,), (known[0] + 1,))
        words = sorted(word for (word,) in self.words.get())
        most = max(n for (n,) in self.times.values())
        yield Row(user=key[0], words=",".join(words), most=most)

    def close(self) -> None:
        pass


@dp.table
def remembered():
    rows = spark.readStream.schema("user STRING, word STRING").json("data/words")
    return rows.groupBy("user").transformWithState(
        Remember(), "user STRING, words STRING, most INT", outputMode="Append", timeMode="None"
    )


@dp.table
def longest():
    rows = spark.readStream.schema("user STRING, word STRING").json("data/words")
    return rows.groupBy("user").transformWithState(Longest(), "user STRING, word STRING", "Append", "None")
