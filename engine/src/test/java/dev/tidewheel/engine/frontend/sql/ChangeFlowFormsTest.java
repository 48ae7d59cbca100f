package dev.tidewheel.engine.frontend.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AUTO CDC and APPLY CHANGES: three places to write it, all clauses, any order. */
class ChangeFlowFormsTest {

    static final String ALL_CLAUSES = """
            CREATE FLOW f AS AUTO CDC INTO users FROM STREAM(feed)
            KEYS (region, `user id`)
            IGNORE NULL UPDATES ON (name, city)
            APPLY AS DELETE WHEN op = 'DELETE' AND (flag OR sequence > 3)
            APPLY AS TRUNCATE WHEN op = 'TRUNCATE'
            SEQUENCE BY struct(ts, n)
            COLUMNS * EXCEPT (op, n)
            STORED AS SCD TYPE 1""";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE FLOW users AS AUTO CDC INTO users FROM STREAM(feed) KEYS (id) SEQUENCE BY ts",
                "CREATE FLOW users AS AUTO CDC INTO LIVE.users FROM STREAM(feed) KEYS (id) SEQUENCE BY ts",
                "APPLY CHANGES INTO users FROM STREAM(feed) KEYS (id) SEQUENCE BY ts",
                "APPLY CHANGES INTO LIVE.users FROM STREAM(feed) KEYS (id) SEQUENCE BY ts STORED AS SCD TYPE 1",
                "APPLY CHANGES INTO LIVE.users FROM STREAM(feed) SEQUENCE BY ts KEYS id",
                "AUTO CDC INTO users FROM STREAM(feed) KEYS (id) SEQUENCE BY ts"
            })
    void shortestForm(String sql) {
        assertThat(DefinitionText.of(sql)).isEqualTo("""
                        flow users into users: cdc keys [id] by ts, TYPE_1
                          query SELECT * FROM STREAM(feed)""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE STREAMING TABLE users FLOW AUTO CDC FROM STREAM feed KEYS (id) SEQUENCE BY ts",
                "CREATE STREAMING LIVE TABLE users FLOW APPLY CHANGES FROM STREAM feed KEYS (id) SEQUENCE BY ts",
            })
    void insideTheTable(String sql) {
        assertThat(DefinitionText.of(sql)).isEqualTo("""
                        streaming table users
                        own flow of users: cdc keys [id] by ts, TYPE_1
                          query SELECT * FROM STREAM feed""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE FLOW f AS AUTO CDC ONCE INTO users FROM old KEYS (id) SEQUENCE BY 0",
                "CREATE FLOW f AS AUTO CDC INTO ONCE users FROM old KEYS (id) SEQUENCE BY 0",
                "CREATE FLOW f AS APPLY CHANGES ONCE INTO users FROM old KEYS (id) SEQUENCE BY 0"
            })
    void once(String sql) {
        assertThat(DefinitionText.of(sql)).isEqualTo("""
                        flow f into users: cdc once keys [id] by 0, TYPE_1
                          query SELECT * FROM old""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ALL_CLAUSES,
                """
                CREATE FLOW f AS AUTO CDC INTO users FROM STREAM(feed)
                STORED AS SCD TYPE 1
                COLUMNS * EXCEPT op, n
                SEQUENCE BY struct(ts, n)
                APPLY AS TRUNCATE WHEN op = 'TRUNCATE'
                APPLY AS DELETE WHEN op = 'DELETE' AND (flag OR sequence > 3)
                IGNORE NULL UPDATES ON name, city
                KEYS region, `user id`""",
            })
    void allClausesOfTypeOne(String sql) {
        assertThat(DefinitionText.of(sql)).isEqualTo("""
                        flow f into users: cdc keys [region, `user id`] by struct(ts, n)\
                        , delete when op = 'DELETE' AND (flag OR sequence > 3)\
                        , truncate when op = 'TRUNCATE', ignore nulls on [name, city]\
                        , columns all but [op, n], TYPE_1
                          query SELECT * FROM STREAM(feed)""");
    }

    @Test
    void onceInsideTheTable() {
        assertThat(DefinitionText.of(
                        "CREATE STREAMING TABLE users FLOW AUTO CDC ONCE FROM old KEYS (id) SEQUENCE BY 0"))
                .contains("own flow of users: cdc once keys [id] by 0, TYPE_1");
    }

    @Test
    void historyOfSomeColumns() {
        assertThat(DefinitionText.of("CREATE FLOW f AS AUTO CDC INTO users FROM STREAM(feed) KEYS (id) SEQUENCE BY ts"
                        + " COLUMNS (id, city) STORED AS SCD TYPE 2 TRACK HISTORY ON * EXCEPT (city)"))
                .startsWith("flow f into users: cdc keys [id] by ts, columns [id, city], TYPE_2"
                        + ", history of all but [city]");
        assertThat(DefinitionText.of("APPLY CHANGES INTO users FROM STREAM(feed) KEYS (id) IGNORE NULL UPDATES ON"
                        + " * EXCEPT (city, op) SEQUENCE BY ts STORED AS SCD TYPE 2 TRACK HISTORY ON name, city"))
                .startsWith("flow users into users: cdc keys [id] by ts, ignore nulls on all but [city, op], TYPE_2"
                        + ", history of [name, city]");
    }

    @Test
    void allNullsIgnoredAndColumnsToUpdate() {
        assertThat(DefinitionText.of("CREATE FLOW f AS AUTO CDC INTO t FROM STREAM s KEYS (id) IGNORE NULL UPDATES"
                        + " SEQUENCE BY ts; CREATE FLOW g AS AUTO CDC INTO t FROM STREAM s KEYS (id)"
                        + " SEQUENCE BY ts COLUMNS TO UPDATE changed"))
                .contains("ignore nulls on all but []", "columns to update changed");
    }

    @Test
    void bitemporal() {
        assertThat(DefinitionText.of("CREATE FLOW f AS AUTO CDC INTO users FROM STREAM(feed) KEYS (id) SEQUENCE BY ts"
                        + " SYSTEM SEQUENCE BY arrived STORED AS BITEMPORAL"))
                .startsWith("flow f into users: cdc keys [id] by ts, system by arrived, BITEMPORAL");
    }
}
