package dev.tidewheel.cli;

import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.sources.RelationProvider;
import org.apache.spark.sql.sources.TableScan;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Map;

/** A data source that counts. Spark knows its name only with a jar that announces it. */
public final class CountedSource implements RelationProvider, DataSourceRegister {

    @Override
    public String shortName() {
        return "counted";
    }

    @Override
    public BaseRelation createRelation(SQLContext context, Map<String, String> parameters) {
        return new Counted(context, Long.parseLong(parameters.get("to").get()));
    }

    private static final class Counted extends BaseRelation implements TableScan {
        private final SQLContext context;
        private final long to;

        Counted(SQLContext context, long to) {
            this.context = context;
            this.to = to;
        }

        @Override
        public SQLContext sqlContext() {
            return context;
        }

        @Override
        public StructType schema() {
            return new StructType().add("id", "bigint");
        }

        @Override
        public RDD<Row> buildScan() {
            return context.sparkSession().range(to).toDF().rdd();
        }
    }
}
