from pyspark import pipelines as dp

import shop.common.io as io
from shop.common import snake


@dp.materialized_view
def stock():
    return snake(io.read_csv("../data/stock.csv"))
