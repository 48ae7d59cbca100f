package dev.tidewheel.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.api.PipelineDefinition;
import dev.tidewheel.api.StreamingTableBuilder;
import dev.tidewheel.engine.frontend.java.FunctionQuery;
import dev.tidewheel.engine.frontend.java.JavaContext;
import dev.tidewheel.engine.frontend.java.JavaFrontEnd;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.Expectation;
import dev.tidewheel.model.definition.ExpectationAction;
import dev.tidewheel.model.definition.FlowDefinition;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.definition.MaterializedView;
import dev.tidewheel.model.definition.RefreshPolicy;
import dev.tidewheel.model.definition.SinkDefinition;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.definition.StreamingTable;
import dev.tidewheel.model.definition.TableSpecification;
import dev.tidewheel.model.definition.TableSpecification.Clustering;
import dev.tidewheel.model.definition.ViewDefinition;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.name.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each call of a builder arrives in the definitions. */
class DeclaredTablesTest {
    private static final NameScope SCOPE = new NameScope("main", "shop");
    private static final JavaContext CONTEXT =
            new JavaContext(SCOPE, Map.of("region", "north"), Map.of("day", "2026-01-01"));

    private static Definitions define(PipelineDefinition definition) {
        return JavaFrontEnd.define(definition, CONTEXT);
    }

    @Test
    void streamingTableWithEverything() {
        Definitions definitions = define(pipeline -> pipeline.streamingTable("orders")
                .comment("all orders")
                .schema("id BIGINT NOT NULL COMMENT 'key', day DATE")
                .clusterBy("id", "day")
                .clusterByAuto()
                .property("quality", "silver")
                .properties(Map.of("delta.appendOnly", "true"))
                .sparkConf("spark.sql.shuffle.partitions", "3")
                .path("/data/orders")
                .privateTable()
                .expect("has day", "day IS NOT NULL")
                .expectOrDrop("valid id", "id > 0")
                .expectOrFail("not future", "day < '2100-01-01'")
                .from(context -> context.readStream("raw")));

        StreamingTable table = (StreamingTable) definitions.datasets().get(0);
        assertThat(table.name()).isEqualTo(SCOPE.table("orders"));
        assertThat(table.isPrivate()).isTrue();
        assertThat(table.configuration()).isEqualTo(Map.of("spark.sql.shuffle.partitions", "3"));
        TableSpecification specification = table.specification();
        assertThat(specification.columns()).hasSize(2);
        assertThat(specification.clustering()).isEqualTo(new Clustering(true, List.of("id", "day")));
        assertThat(specification.partitionedBy()).isEmpty();
        assertThat(specification.comment()).isEqualTo("all orders");
        assertThat(specification.path()).isEqualTo("/data/orders");
        assertThat(specification.properties()).isEqualTo(Map.of("quality", "silver", "delta.appendOnly", "true"));
        assertThat(specification.rowFilter()).isNull();
        assertThat(table.expectations())
                .extracting(Expectation::name, rule -> rule.condition().text(), Expectation::action)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("has day", "day IS NOT NULL", ExpectationAction.WARN),
                        org.assertj.core.groups.Tuple.tuple("valid id", "id > 0", ExpectationAction.DROP),
                        org.assertj.core.groups.Tuple.tuple(
                                "not future", "day < '2100-01-01'", ExpectationAction.FAIL));

        FlowDefinition flow = definitions.flows().get(0);
        assertThat(flow.name()).isEqualTo(table.name());
        assertThat(flow.target()).isEqualTo(table.name());
        assertThat(flow.kind()).isEqualTo(new FlowKind.Append());
        assertThat(flow.isDefault()).isTrue();
        assertThat(flow.configuration()).isEqualTo(table.configuration());
        assertThat(flow.query()).isInstanceOf(FunctionQuery.class);
        assertThat(((FunctionQuery) flow.query()).scope()).isEqualTo(SCOPE);
    }

    @Test
    void anEmptyTargetAndItsFlows() {
        Definitions definitions = define(pipeline -> {
            pipeline.streamingTable("orders").partitionedBy("day");
            pipeline.appendFlow("north").into("orders").comment("by post").from(context -> context.readStream("a"));
            pipeline.appendFlow("history")
                    .into("shop.orders")
                    .once()
                    .sparkConf("spark.x", "1")
                    .sql("SELECT * FROM old WHERE day < :day");
        });

        assertThat(definitions.datasets()).hasSize(1);
        assertThat(((StreamingTable) definitions.datasets().get(0))
                        .specification()
                        .partitionedBy())
                .containsExactly("day");
        FlowDefinition north = definitions.flows().get(0);
        assertThat(north.name()).isEqualTo(SCOPE.table("north"));
        assertThat(north.target()).isEqualTo(SCOPE.table("orders"));
        assertThat(north.kind()).isEqualTo(new FlowKind.Append());
        assertThat(north.comment()).isEqualTo("by post");
        assertThat(north.isDefault()).isFalse();
        FlowDefinition history = definitions.flows().get(1);
        assertThat(history.kind()).isEqualTo(new FlowKind.Once());
        assertThat(history.configuration()).isEqualTo(Map.of("spark.x", "1"));
        SqlQuery query = (SqlQuery) history.query();
        assertThat(query.sql().text()).isEqualTo("SELECT * FROM old WHERE day < :day");
        assertThat(query.parameters()).isEqualTo(Map.of("day", "2026-01-01"));
        assertThat(query.scope()).isEqualTo(SCOPE);
    }

    @Test
    void materializedView() {
        Definitions definitions = define(pipeline -> pipeline.materializedView("per_day")
                .refreshPolicy(RefreshPolicy.FULL)
                .sql("SELECT day, count(*) AS orders FROM orders GROUP BY day"));

        MaterializedView view = (MaterializedView) definitions.datasets().get(0);
        assertThat(view.refreshPolicy()).isEqualTo(RefreshPolicy.FULL);
        assertThat(view.isPrivate()).isFalse();
        assertThat(view.specification()).isEqualTo(TableSpecification.INFERRED);
        assertThat(definitions.flows().get(0).kind()).isEqualTo(new FlowKind.Refresh());
    }

    @Test
    void temporaryView() {
        Definitions definitions = define(pipeline -> pipeline.temporaryView("clean")
                .comment("no nulls")
                .sparkConf("spark.x", "1")
                .expectOrDrop("id", "id IS NOT NULL")
                .from(context -> context.read("orders")));

        ViewDefinition view = (ViewDefinition) definitions.datasets().get(0);
        assertThat(view.persistent()).isFalse();
        assertThat(view.comment()).isEqualTo("no nulls");
        assertThat(view.configuration()).isEqualTo(Map.of("spark.x", "1"));
        assertThat(view.expectations()).hasSize(1);
        assertThat(view.query()).isInstanceOf(FunctionQuery.class);
        assertThat(definitions.flows()).isEmpty();
    }

    @Test
    void sink() {
        Definitions definitions = define(pipeline -> {
            pipeline.sink("alerts").format("kafka").option("topic", "a").options(Map.of("kafka.acks", "all"));
            pipeline.appendFlow("to_alerts").into("alerts").sql("SELECT * FROM STREAM orders");
        });

        SinkDefinition sink = definitions.sinks().get(0);
        assertThat(sink.name()).isEqualTo(SCOPE.table("alerts"));
        assertThat(sink.target().format()).isEqualTo("kafka");
        assertThat(sink.target().options()).isEqualTo(Map.of("topic", "a", "kafka.acks", "all"));
        assertThat(definitions.flows().get(0).target()).isEqualTo(sink.name());
    }

    @Test
    void namesOfOneToThreeParts() {
        Definitions definitions = define(pipeline -> {
            pipeline.streamingTable("a");
            pipeline.streamingTable("raw.b");
            pipeline.streamingTable("lab.raw.c");
            pipeline.streamingTable("`odd-name`.`d.e`");
        });

        assertThat(definitions.datasets())
                .extracting(dataset -> dataset.name())
                .containsExactly(
                        new TableName("main", "shop", "a"),
                        new TableName("main", "raw", "b"),
                        new TableName("lab", "raw", "c"),
                        new TableName("main", "odd-name", "d.e"));
    }

    @Test
    void expectationsOfMaps() {
        Map<String, String> ordered = new LinkedHashMap<>();
        ordered.put("z", "z > 0");
        ordered.put("a", "a > 0");
        Definitions definitions = define(pipeline -> {
            pipeline.streamingTable("one").expectAll(ordered).expectAllOrDrop(Map.of("y", "y > 0", "b", "b > 0"));
            pipeline.streamingTable("two").expectAllOrFail(Map.of("c", "c > 0"));
        });

        assertThat(definitions.datasets().get(0).expectations())
                .extracting(Expectation::name)
                .as("a map without an order is taken by name, so that definitions are alike in each process")
                .containsExactly("z", "a", "b", "y");
        assertThat(definitions.datasets().get(1).expectations().get(0).action()).isEqualTo(ExpectationAction.FAIL);
    }

    @Test
    void definitionsCanBeComputed() {
        List<String> read = new java.util.ArrayList<>();
        Definitions definitions = define(pipeline -> {
            for (String country : List.of("no", "se")) {
                pipeline.streamingTable("orders_" + country)
                        .comment(pipeline.configuration("region", "?") + pipeline.configuration("other", "!"))
                        .from(context -> {
                            read.add(country);
                            return context.readStream("raw").filter("country = '" + country + "'");
                        });
            }
        });

        assertThat(definitions.datasets())
                .extracting(dataset -> dataset.name().name())
                .containsExactly("orders_no", "orders_se");
        assertThat(((StreamingTable) definitions.datasets().get(0))
                        .specification()
                        .comment())
                .isEqualTo("north!");
        assertThat(read)
                .as("queries are not called while the pipeline is defined")
                .isEmpty();
    }

    @Test
    void linesOfCompiledCode() {
        int line = new Throwable().getStackTrace()[0].getLineNumber() + 2;
        Definitions definitions = define(pipeline -> {
            StreamingTableBuilder orders = pipeline.streamingTable("orders");
            orders.expect("id", "id > 0");
            orders.sql("SELECT 1 AS\nid");
        });

        String file = "dev/tidewheel/pipelines/DeclaredTablesTest.java:";
        assertThat(definitions.datasets().get(0).location()).hasToString(file + line);
        Expectation rule = definitions.datasets().get(0).expectations().get(0);
        assertThat(rule.location()).hasToString(file + (line + 1));
        assertThat(rule.condition().locate(5, 6)).hasToString(file + (line + 1) + ":6");
        assertThat(rule.condition().locate(5, 6).lineText()).isEqualTo("id > 0");
        SqlQuery query = (SqlQuery) definitions.flows().get(0).query();
        assertThat(query.sql().locate(12, 14)).hasToString(file + (line + 2) + ":13");
        assertThat(query.sql().text()).isEqualTo("SELECT 1 AS\nid");
    }
}
