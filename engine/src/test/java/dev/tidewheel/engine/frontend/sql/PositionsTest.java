package dev.tidewheel.engine.frontend.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.definition.StreamingTable;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each piece of SQL knows where it stands in the user's file. */
class PositionsTest {

    private static String place(SqlFragment fragment, String part) {
        int start = fragment.text().indexOf(part);
        assertThat(start).as("%s in %s", part, fragment.text()).isNotNegative();
        SourceLocation location = fragment.locate(start, start + part.length());
        return location.line() + ":" + location.column() + "+" + location.length();
    }

    private static SqlFragment query(Definitions definitions) {
        return ((SqlQuery) definitions.flows().get(0).query()).sql();
    }

    @Test
    void definitionsPointAtTheirNames() {
        StreamingTable table =
                (StreamingTable) DefinitionText.parse("""
                        -- first
                        CREATE OR REFRESH STREAMING TABLE
                          lab.orders (
                            id BIGINT,
                            CONSTRAINT valid EXPECT ( id > 0 )
                          )""").datasets().get(0);
        assertThat(table.location()).hasToString("orders.sql:3:3");
        assertThat(table.location().length()).isEqualTo("lab.orders".length());
        assertThat(table.location().lineText()).isEqualTo("  lab.orders (");
        assertThat(table.specification().columns().get(0).location()).hasToString("orders.sql:4:5");
        assertThat(place(table.specification().columns().get(0).type(), "BIGINT"))
                .isEqualTo("4:8+6");
        assertThat(table.expectations().get(0).location()).hasToString("orders.sql:5:16");
        assertThat(place(table.expectations().get(0).condition(), "id > 0")).isEqualTo("5:31+6");
    }

    @Test
    void wordsOfAQueryAreFoundAgain() {
        Definitions definitions = DefinitionText.parse(
                "CREATE STREAMING TABLE a; CREATE STREAMING TABLE t\nAS SELECT one,\n\t/* two */ two\nFROM x;");
        SqlFragment query = query(definitions);
        assertThat(place(query, "SELECT")).isEqualTo("2:4+6");
        assertThat(place(query, "two\nFROM")).isEqualTo("3:12+3");
        assertThat(place(query, "x")).isEqualTo("4:6+1");
    }

    @Test
    void textBehindVariablesKeepsItsPlace() {
        Map<String, String> configuration = Map.of("long", "a_very_long_name\nover two lines", "none", "", "s", "x");
        Definitions definitions = DefinitionText.parse("""
                SET mine = 'value';
                CREATE STREAMING TABLE t_${s} AS SELECT ${none}one, ${long}, two${s}, three
                FROM ${mine} JOIN four${s}""", configuration, Map.of());
        SqlFragment query = query(definitions);
        assertThat(query.text())
                .isEqualTo("SELECT one, a_very_long_name\nover two lines, twox, three\nFROM 'value' JOIN fourx");
        assertThat(place(query, "SELECT")).isEqualTo("2:34+6");
        assertThat(place(query, "one")).isEqualTo("2:48+3");
        assertThat(place(query, "over two")).isEqualTo("2:53+1");
        assertThat(place(query, "two lines")).isEqualTo("2:53+1");
        assertThat(place(query, "twox")).isEqualTo("2:62+4");
        assertThat(place(query, "three")).isEqualTo("2:71+5");
        assertThat(place(query, "'value'")).isEqualTo("3:6+1");
        assertThat(place(query, "JOIN")).isEqualTo("3:14+4");
        assertThat(definitions.datasets().get(0).location()).hasToString("orders.sql:2:24");
    }

    @Test
    void everyCharacterWithoutVariablesIsWhereItStands() {
        String sql = "CREATE STREAMING TABLE t\r\nAS SELECT 'a\nb', c -- ${no}\n  FROM (x) -- end\n;";
        SqlFragment query = query(DefinitionText.parse(sql));
        int start = sql.indexOf("SELECT");
        for (int i = 0; i < query.text().length(); i++) {
            assertThat(query.locate(i, i + 1)).isEqualTo(query.source().locate(start + i, start + i + 1));
        }
        assertThat(query.text()).isEqualTo(sql.substring(start, sql.indexOf(" -- end")));
    }

    @Test
    void sourceOfAChangeFlow() {
        Definitions definitions = DefinitionText.parse("""
                APPLY CHANGES INTO users
                FROM STREAM(feed)
                KEYS (id, `b`) SEQUENCE BY
                  ts""");
        SqlFragment query = query(definitions);
        assertThat(place(query, "SELECT")).isEqualTo("2:1+1");
        assertThat(place(query, "FROM")).isEqualTo("2:1+4");
        assertThat(place(query, "feed")).isEqualTo("2:13+4");
        FlowKind.AutoCdc kind = (FlowKind.AutoCdc) definitions.flows().get(0).kind();
        assertThat(place(kind.keys().get(1), "`b`")).isEqualTo("3:11+3");
        assertThat(place(kind.sequenceBy(), "ts")).isEqualTo("4:3+2");
    }
}
