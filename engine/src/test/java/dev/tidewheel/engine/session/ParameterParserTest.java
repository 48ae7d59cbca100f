package dev.tidewheel.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.TestSession;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Values that are given with a query reach it, although Delta's parser stands between. */
class ParameterParserTest {

    private final SparkSession session = TestSession.get().newSession();

    @Test
    void byName() {
        String query = "SELECT id, :word AS word FROM range(3) WHERE id < :top";

        assertThat(TestSession.rows(session.sql(query, Map.of("top", 2, "word", "it's :top"))))
                .containsExactly("[0,it's :top]", "[1,it's :top]");
    }

    @Test
    void byPosition() {
        assertThat(TestSession.rows(session.sql("SELECT ? + id FROM range(2)", new Object[] {10})))
                .containsExactly("[10]", "[11]");
    }

    @Test
    void laterIfSparkIsToldSo() {
        session.conf().set("spark.sql.legacy.parameterSubstitution.constantsOnly", "true");

        assertThat(TestSession.rows(session.sql("SELECT :a AS a", Map.of("a", 1))))
                .containsExactly("[1]");
    }
}
