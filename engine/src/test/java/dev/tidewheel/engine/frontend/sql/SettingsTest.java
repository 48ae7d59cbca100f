package dev.tidewheel.engine.frontend.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.FlowDefinition;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.name.NameScope;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SET, USE, variables and parameters. */
class SettingsTest {

    @Test
    void setAppliesToWhatFollows() {
        assertThat(DefinitionText.of("""
                        CREATE STREAMING TABLE a;
                        SET pipelines.trigger.interval = 10 seconds;
                        SET spark.sql.shuffle.partitions='4';
                        CREATE STREAMING TABLE b;
                        SET pipelines.trigger.interval=1 minute -- slower
                        ;
                        CREATE FLOW f AS INSERT INTO b BY NAME SELECT 1;""")).isEqualTo("""
                        streaming table a
                        streaming table b
                          set {pipelines.trigger.interval=10 seconds, spark.sql.shuffle.partitions=4}
                        flow f into b: append
                          query SELECT 1
                          set {pipelines.trigger.interval=1 minute, spark.sql.shuffle.partitions=4}""");
    }

    @Test
    void quotesOfASetValueBelongToItsText() {
        assertThat(DefinitionText.of(
                        "SET start = '2025-01-01'; SET empty=; SET `my.key` = a(b; SET url = s3://b/${start};"
                                + "CREATE TEMPORARY VIEW v AS SELECT ${start}, '${my.key}${empty}', '${url}'"))
                .contains("query SELECT '2025-01-01', 'a(b', 's3://b/'2025-01-01''")
                .contains("start=2025-01-01");
    }

    @Test
    void variablesArePlainText() {
        Map<String, String> configuration = Map.of(
                "env", "dev", "list", "a, b", "clause", "COMMENT 'x'", "whole", "SELECT ${list}", "my-app.key", "k");
        Definitions definitions = DefinitionText.parse("""
                -- ${unknown} stays in a comment
                CREATE STREAMING TABLE raw_${env}_orders_${env} ${clause}
                AS ${whole} /* ${unknown} */ FROM `t ${env}` WHERE x = '${my-app.key}' AND y RLIKE '\\${group}${'""", configuration, Map.of());
        assertThat(DefinitionText.of(definitions)).isEqualTo("""
                        streaming table raw_dev_orders_dev
                          comment x
                        own flow of raw_dev_orders_dev: append
                          query SELECT a, b /* ${unknown} */ FROM `t dev` WHERE x = 'k' AND y RLIKE '\\${group}${'""");
    }

    @Test
    void aVariableMayHoldAWholeStatement() {
        assertThat(DefinitionText.of(DefinitionText.parse(
                        "${all} CREATE STREAMING TABLE c;",
                        Map.of("all", "CREATE STREAMING TABLE a; CREATE STREAMING TABLE b;"),
                        Map.of())))
                .isEqualTo("streaming table a\nstreaming table b\nstreaming table c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                "USE CATALOG lab                                   ¦ lab.default.t",
                "USE CATALOG main                                  ¦ main.sales.t",
                "USE CATALOG lab; USE SCHEMA raw                   ¦ lab.raw.t",
                "USE SCHEMA raw                                    ¦ main.raw.t",
                "USE DATABASE raw                                  ¦ main.raw.t",
                "USE raw                                           ¦ main.raw.t",
                "USE lab.raw                                       ¦ lab.raw.t",
                "USE `my lab`.`a.b`                                ¦ my lab.a.b.t",
                "USE CATALOG IDENTIFIER(:catalog)                  ¦ prod.default.t",
                "USE IDENTIFIER(:catalog || '.x_' || :env)         ¦ prod.x_dev.t",
                "USE SCHEMA schema                                 ¦ main.schema.t",
                "USE schema                                        ¦ main.schema.t",
            })
    void useChangesTheScopeOfWhatFollows(String use, String expected) {
        Definitions definitions = DefinitionText.parse(
                "CREATE STREAMING TABLE before; " + use + "; CREATE STREAMING TABLE t AS SELECT 1",
                Map.of(),
                Map.of("catalog", "prod", "env", "dev"));
        assertThat(definitions.datasets().get(0).name()).hasToString("main.sales.before");
        assertThat(definitions.datasets().get(1).name()).hasToString(expected);
        FlowDefinition flow = definitions.flows().get(0);
        NameScope scope = ((SqlQuery) flow.query()).scope();
        assertThat(scope.catalog() + "." + scope.schema() + ".t").isEqualTo(expected);
    }

    @Test
    void parametersGoAlongWithTheQuery() {
        Definitions definitions = DefinitionText.parse(
                "CREATE FLOW IDENTIFIER(:env || '_f') AS INSERT INTO IDENTIFIER(:target) BY NAME SELECT :env",
                Map.of(),
                Map.of("env", "dev", "target", "lab.`x.y`.t"));
        FlowDefinition flow = definitions.flows().get(0);
        assertThat(flow.name()).hasToString("main.sales.dev_f");
        assertThat(flow.target()).hasToString("lab.x.y.t");
        assertThat(((SqlQuery) flow.query()).parameters()).containsEntry("env", "dev");
        assertThat(((SqlQuery) flow.query()).sql().text()).isEqualTo("SELECT :env");
    }
}
