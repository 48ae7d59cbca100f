package dev.tidewheel.engine.frontend.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import org.junit.jupiter.api.Test;

/** SQL inside of Java is pointed at where it is written. */
class SqlPlacesTest {

    private static SqlFragment query(String statements) {
        Definitions definitions = JavaSources.load(JavaSources.orders(statements));
        return ((SqlQuery) definitions.flows().get(0).query()).sql();
    }

    private static String marked(SqlFragment sql, String word) {
        int start = sql.text().indexOf(word);
        SourceLocation location = sql.locate(start, start + word.length());
        int from = location.column() - 1;
        return location.line() + " " + location.lineText().substring(from, from + location.length());
    }

    @Test
    void textBlock() {
        SqlFragment sql = query("""
                pipeline.materializedView("m").sql(\"""
                        SELECT id,

                            amount / 2 AS half
                        FROM orders
                        WHERE day > '2026'\""");
                """);

        assertThat(sql.text()).isEqualTo("SELECT id,\n\n    amount / 2 AS half\nFROM orders\nWHERE day > '2026'");
        assertThat(marked(sql, "SELECT")).isEqualTo("7 SELECT");
        assertThat(marked(sql, "amount")).isEqualTo("9 amount");
        assertThat(marked(sql, "half")).isEqualTo("9 half");
        assertThat(marked(sql, "day")).isEqualTo("11 day");
    }

    @Test
    void textBlockWithClosingQuotesOnTheirOwnLine() {
        SqlFragment sql = query("""
                pipeline.materializedView("m")
                    .comment(\"""
                        SELECT is not meant
                        \""")
                    .sql(
                    \"""
                    SELECT id
                      FROM orders
                    \""");
                """);

        assertThat(sql.text()).isEqualTo("SELECT id\n  FROM orders\n");
        assertThat(marked(sql, "orders")).isEqualTo("13 orders");
    }

    @Test
    void joinedLiteralsAndEscapes() {
        SqlFragment sql = query("""
                pipeline.materializedView("m").sql("SELECT \\"id\\", "
                    + "amount "
                    + "FROM orders");
                """);

        assertThat(sql.text()).isEqualTo("SELECT \"id\", amount FROM orders");
        assertThat(marked(sql, "id")).isEqualTo("6 id");
        assertThat(marked(sql, "amount")).isEqualTo("7 amount");
        assertThat(marked(sql, "orders")).isEqualTo("8 orders");
    }

    @Test
    void computedTextIsPointedAtAsAWhole() {
        SqlFragment sql = query("""
                String table = "orders";
                pipeline.materializedView("m")
                    .sql("SELECT id FROM " + table);
                """);

        SourceLocation location = sql.locate(7, 9);
        assertThat(location).hasToString("src/Orders.java:8:5");
        assertThat(location.lineText()).isEqualTo("    .sql(\"SELECT id FROM \" + table);");
    }

    @Test
    void conditionsAndSchemas() {
        Definitions definitions = JavaSources.load(JavaSources.orders("""
                pipeline.streamingTable("orders").expectAll(Map.of(
                        "positive",
                        "amount > 0"))
                    .schema("id INT, amount "
                        + "DECIMAL(12, 2) DEFAULT 7");
                """));

        var table = (dev.tidewheel.model.definition.StreamingTable)
                definitions.datasets().get(0);
        assertThat(table.expectations().get(0).location()).hasToString("src/Orders.java:7:10");
        assertThat(marked(table.expectations().get(0).condition(), "amount")).isEqualTo("8 amount");
        var amount = table.specification().columns().get(1);
        assertThat(amount.location()).hasToString("src/Orders.java:9:22");
        assertThat(marked(amount.defaultValue(), "7")).isEqualTo("10 7");
    }
}
