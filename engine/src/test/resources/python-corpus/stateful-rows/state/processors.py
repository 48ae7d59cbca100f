from pyspark.sql import Row
from pyspark.sql.streaming import StatefulProcessor


class Longest(StatefulProcessor):
    """The longest word of a user so far."""

    def init(self, handle):
        self.word = handle.getValueState("word", "word STRING")

    def handleInputRows(self, key, rows, timerValues):
        best = self.word.get()[0] if self.word.exists() else ""
        for row in rows:
            if len(row.word) > len(best):
                best = row.word
        self.word.update((best,))
        yield Row(user=key[0], word=best)

    def close(self):
        pass
