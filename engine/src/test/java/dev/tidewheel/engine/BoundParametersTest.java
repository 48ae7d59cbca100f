package dev.tidewheel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidewheel.engine.frontend.sql.SqlFileContext;
import dev.tidewheel.engine.frontend.sql.SqlFrontEnd;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.Expectation;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.text.SourceText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Parameters in all the expressions of a definition that are no queries. */
class BoundParametersTest {

    private static Definitions read(String sql, Map<String, String> values) {
        return BoundParameters.in(
                SqlFrontEnd.parse(
                        new SourceText("a.sql", sql),
                        new SqlFileContext(new NameScope("main", "sales"), Map.of(), values)),
                values);
    }

    @Test
    void eachExpressionGetsTheValuesAsTexts() {
        Definitions definitions = read(
                """
                CREATE STREAMING TABLE t (
                  day DATE GENERATED ALWAYS AS (CAST(at AS DATE) + CAST(:days AS INT)),
                  state STRING DEFAULT :state,
                  CONSTRAINT recent EXPECT (day >= :from AND name <> ':from' AND doc:from.day IS NULL AND id::INT > 0)
                ) FLOW REPLACE WHERE day >= :from AND state = :state BY NAME SELECT :from AS day;
                CREATE TEMPORARY VIEW v (CONSTRAINT c EXPECT (a = :`odd-key`)) AS SELECT 1 AS a;
                CREATE MATERIALIZED VIEW m (CONSTRAINT c EXPECT (a IN (:state, :from))) AS SELECT 1 AS a;
                CREATE FLOW u AS INSERT INTO t BY NAME REPLACE USING (id) SEQUENCE BY coalesce(seq, :from) SELECT 1;
                """, Map.of("from", "2025-01-01", "state", "it's \\ new", "days", "1", "odd-key", "k", "unused", "x"));

        TableDefinition table = (TableDefinition) definitions.datasets().get(0);
        assertThat(table.specification().columns().get(0).generatedAs().text())
                .isEqualTo("CAST(at AS DATE) + CAST('1' AS INT)");
        assertThat(table.specification().columns().get(1).defaultValue().text()).isEqualTo("'it\\'s \\\\ new'");
        Expectation recent = table.expectations().get(0);
        assertThat(recent.condition().text())
                .isEqualTo("day >= '2025-01-01' AND name <> ':from' AND doc:from.day IS NULL AND id::INT > 0");
        assertThat(recent.condition().locate(20, 24).column())
                .as("what follows stays in its place")
                .isEqualTo(42);
        assertThat(((FlowKind.ReplaceWhere) definitions.flows().get(0).kind())
                        .predicate()
                        .text())
                .isEqualTo("day >= '2025-01-01' AND state = 'it\\'s \\\\ new'");
        assertThat(((SqlQuery) definitions.flows().get(0).query()).sql().text())
                .as("a query carries its parameters along")
                .isEqualTo("SELECT :from AS day");
        assertThat(definitions
                        .datasets()
                        .get(1)
                        .expectations()
                        .get(0)
                        .condition()
                        .text())
                .isEqualTo("a = 'k'");
        assertThat(definitions
                        .datasets()
                        .get(2)
                        .expectations()
                        .get(0)
                        .condition()
                        .text())
                .isEqualTo("a IN ('it\\'s \\\\ new', '2025-01-01')");
        assertThat(((FlowKind.ReplaceUsing) definitions.flows().get(2).kind())
                        .sequenceBy()
                        .text())
                .isEqualTo("coalesce(seq, '2025-01-01')");
    }

    @Test
    void clausesOfChangeFlows() {
        Definitions definitions = read("""
                CREATE STREAMING TABLE users;
                APPLY CHANGES INTO users FROM STREAM(feed) KEYS (id) APPLY AS DELETE WHEN op = :delete
                APPLY AS TRUNCATE WHEN op = :truncate SEQUENCE BY struct(ts, :delete);
                CREATE STREAMING TABLE both FLOW AUTO CDC FROM STREAM(feed) KEYS (id) SEQUENCE BY ts
                SYSTEM SEQUENCE BY coalesce(arrived, :from) STORED AS BITEMPORAL;
                """, Map.of("delete", "D", "truncate", "T", "from", "2025-01-01"));

        FlowKind.AutoCdc changes = (FlowKind.AutoCdc) definitions.flows().get(0).kind();
        assertThat(changes.deleteWhen().text()).isEqualTo("op = 'D'");
        assertThat(changes.truncateWhen().text()).isEqualTo("op = 'T'");
        assertThat(changes.sequenceBy().text()).isEqualTo("struct(ts, 'D')");
        FlowKind.AutoCdc bitemporal =
                (FlowKind.AutoCdc) definitions.flows().get(1).kind();
        assertThat(bitemporal.systemSequenceBy().text()).isEqualTo("coalesce(arrived, '2025-01-01')");
    }

    @Test
    void allParametersWithoutValueAreReportedWhereTheyStand() {
        PipelineException thrown = catchThrowableOfType(PipelineException.class, () -> read("""
                        CREATE STREAMING TABLE t (
                          CONSTRAINT a EXPECT (id > :leest), CONSTRAINT b EXPECT (id ++ not sql :x)
                        ) FLOW REPLACE WHERE id < :most BY NAME SELECT 1 AS id;
                        """, Map.of("least", "1")));
        List<Problem> problems = thrown.problems();
        assertThat(problems).extracting(Problem::code).containsOnly(ErrorCode.UNDEFINED_PARAMETER);
        assertThat(problems)
                .extracting(problem -> problem.location() + " " + problem.message() + " | " + problem.fix())
                .containsExactly(
                        "a.sql:2:29 the parameter `:leest` has no value | Did you mean `least`?",
                        "a.sql:3:27 the parameter `:most` has no value | Add it to `parameters` in the pipeline file,"
                                + " or pass --set most=value");
        assertThat(problems).extracting(Problem::dataset).containsOnly("main.sales.t");
    }
}
