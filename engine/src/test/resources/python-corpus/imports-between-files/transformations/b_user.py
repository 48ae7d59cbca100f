import b_helpers
from a_base import SEEN, added, base

from pyspark import pipelines as dp


@dp.materialized_view
def used():
    # a decorated function is still a function
    return base().where("id > 0").withColumn("after", added(added("id"))).withColumn("files", b_helpers.number(SEEN))
