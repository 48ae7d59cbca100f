package dev.tidewheel.bench;

import java.nio.file.Path;

/** The text of one file of a pipeline with many tables; the same tables in each language. */
enum ManySources {
    SQL("sql", "-- ") {
        @Override
        String text(Path data, int file, int files) {
            StringBuilder sql = new StringBuilder();
            for (int source = 0; source < SOURCES; source++) {
                sql.append(String.format("""
                        CREATE OR REFRESH STREAMING TABLE bronze_%1$d_%2$d AS
                        SELECT *, _metadata.file_name AS file
                        FROM STREAM read_files('%3$s', format => 'json', schema => 'id INT, amount INT, day DATE');

                        """, file, source, data.resolve(file + "-" + source)));
                for (int part = 0; part < PARTS; part++) {
                    sql.append(String.format("""
                            CREATE OR REFRESH STREAMING TABLE silver_%1$d_%2$d_%3$d (
                              CONSTRAINT has_id EXPECT (id IS NOT NULL) ON VIOLATION DROP ROW,
                              CONSTRAINT positive EXPECT (amount >= 0)
                            ) AS SELECT id, amount, day
                            FROM STREAM(bronze_%1$d_%2$d)
                            WHERE id %% 2 = %3$d;

                            """, file, source, part));
                }
                sql.append(String.format("""
                        CREATE OR REFRESH MATERIALIZED VIEW daily_%1$d_%2$d AS
                        SELECT day, count(*) AS n, sum(amount) AS total
                        FROM silver_%1$d_%2$d_0 GROUP BY day;

                        CREATE OR REFRESH MATERIALIZED VIEW joined_%1$d_%2$d AS
                        SELECT a.id, a.day, a.amount, b.amount AS other
                        FROM silver_%1$d_%2$d_0 a LEFT JOIN silver_%3$d_%2$d_0 b ON a.id = b.id;

                        """, file, source, (file + 1) % files));
            }
            return sql.toString();
        }
    },
    PYTHON("py", "# ") {
        @Override
        String text(Path data, int file, int files) {
            StringBuilder python = new StringBuilder("""
                    from pyspark import pipelines as dp
                    from pyspark.sql import functions as F

                    """);
            for (int source = 0; source < SOURCES; source++) {
                python.append(String.format("""
                        @dp.table
                        def bronze_%1$d_%2$d():
                            return (
                                spark.readStream.format("cloudFiles")
                                .option("cloudFiles.format", "json")
                                .schema("id INT, amount INT, day DATE")
                                .load("%3$s")
                                .select("*", F.col("_metadata.file_name").alias("file"))
                            )

                        """, file, source, data.resolve(file + "-" + source)));
                for (int part = 0; part < PARTS; part++) {
                    python.append(String.format("""
                            @dp.table
                            @dp.expect_or_drop("has_id", "id IS NOT NULL")
                            @dp.expect("positive", "amount >= 0")
                            def silver_%1$d_%2$d_%3$d():
                                rows = spark.readStream.table("bronze_%1$d_%2$d")
                                return rows.select("id", "amount", "day").where(F.col("id") %% 2 == %3$d)

                            """, file, source, part));
                }
                python.append(String.format("""
                        @dp.materialized_view
                        def daily_%1$d_%2$d():
                            rows = spark.read.table("silver_%1$d_%2$d_0")
                            return rows.groupBy("day").agg(F.count("*").alias("n"), F.sum("amount").alias("total"))

                        @dp.materialized_view
                        def joined_%1$d_%2$d():
                            a = spark.read.table("silver_%1$d_%2$d_0").alias("a")
                            b = spark.read.table("silver_%3$d_%2$d_0").alias("b")
                            return a.join(b, F.col("a.id") == F.col("b.id"), "left").select(
                                "a.id", "a.day", "a.amount", F.col("b.amount").alias("other")
                            )

                        """, file, source, (file + 1) % files));
            }
            return python.toString();
        }
    };

    private static final int SOURCES = 2;
    private static final int PARTS = 2;

    private final String ending;
    private final String remark;

    ManySources(String ending, String remark) {
        this.ending = ending;
        this.remark = remark;
    }

    /** Ending of the names of files. */
    String ending() {
        return ending;
    }

    String comment(String text) {
        return remark + text + "\n";
    }

    /**
     * Two tables from files, four behind them, four views.
     *
     * @param data folder of the data
     * @param file number of the file
     * @param files how many there are
     */
    abstract String text(Path data, int file, int files);
}
