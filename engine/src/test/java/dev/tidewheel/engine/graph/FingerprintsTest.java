package dev.tidewheel.engine.graph;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.TestSession;
import dev.tidewheel.model.definition.Query;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Queries that are only known by their plans are told apart by everything in them. */
class FingerprintsTest {

    private static String of(Dataset<Row> rows) {
        Query query = new Query() {
            @Override
            public SourceLocation location() {
                return SqlFragment.detached("", "test").location();
            }

            @Override
            public String fingerprintText() {
                return "";
            }
        };
        return Fingerprints.of(
                query,
                ((org.apache.spark.sql.classic.Dataset<Row>) rows)
                        .queryExecution()
                        .analyzed(),
                List.of(),
                List.of(),
                Map.of(),
                List.of());
    }

    private static Dataset<Row> wide(int last) {
        Column[] columns = new Column[60];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = col("id").plus(lit(i == 59 ? last : i)).as("c" + i);
        }
        return TestSession.get().range(1).toDF("id").select(columns);
    }

    private static Dataset<Row> local(long value) {
        return TestSession.get()
                .createDataFrame(List.of(RowFactory.create(value, "x")), StructType.fromDDL("a BIGINT, b STRING"));
    }

    private static Dataset<Row> text(String value) {
        return TestSession.get().range(1).select(lit(value).as("t"));
    }

    private static Dataset<Row> observed(String metric) {
        return text("x").observe("expectations:main.default.v", count(lit(1)).as(metric));
    }

    @Test
    void whatIsCountedOnTheWayIsNotNumbered() {
        assertThat(of(observed("rows"))).isEqualTo(of(observed("rows"))).isNotEqualTo(of(observed("dropped")));
    }

    @Test
    void columnsBeyondWhatSparkPrintsCount() {
        assertThat(of(wide(1))).isEqualTo(of(wide(1))).isNotEqualTo(of(wide(2)));
    }

    @Test
    void rowsOfTheProgramCount() {
        assertThat(of(local(1))).isEqualTo(of(local(1))).isNotEqualTo(of(local(2)));
    }

    @Test
    void textsThatLookLikeIdentitiesOfObjectsCount() {
        assertThat(of(text("a@beef1"))).isEqualTo(of(text("a@beef1"))).isNotEqualTo(of(text("a@beef2")));
        assertThat(of(text("order #12"))).isNotEqualTo(of(text("order #13")));
    }

    @Test
    void tableExpressionsCountByWhatTheyAre() {
        String query = "WITH a AS (SELECT id FROM range(3)), b AS (SELECT id + 1 AS id FROM a) "
                + "SELECT a.id FROM a JOIN b ON a.id = b.id UNION ALL SELECT id FROM ";

        assertThat(of(TestSession.sql(query + "a")))
                .isEqualTo(of(TestSession.sql(query + "a")))
                .isNotEqualTo(of(TestSession.sql(query + "b")));
    }
}
