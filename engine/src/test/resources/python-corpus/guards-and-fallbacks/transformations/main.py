"""A file that also runs outside of a pipeline."""

try:
    import dlt
except ImportError:
    from unittest.mock import MagicMock

    dlt = MagicMock()

try:
    spark
except NameError:
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.getOrCreate()

if "dbutils" not in globals():
    from pyspark.dbutils import DBUtils

    dbutils = DBUtils(spark)

IN_PIPELINE = __name__ != "__main__"


def numbers(session):
    return session.range(3)


@dlt.table
def rows():
    return numbers(spark).selectExpr("id", f"{IN_PIPELINE} AS in_pipeline")


def main():
    numbers(spark).write.mode("overwrite").saveAsTable("should_not_exist")
    raise SystemExit(1)


if __name__ == "__main__":
    main()
