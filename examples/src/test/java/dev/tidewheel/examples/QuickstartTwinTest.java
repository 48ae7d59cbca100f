package dev.tidewheel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart in SQL and in Java, with equal results. */
class QuickstartTwinTest {
    private static final List<String> TABLES =
            List.of("raw_flights", "raw_weather", "airlines", "flights", "days", "airline_punctuality");

    @TempDir
    private Path temp;

    @Test
    void bothGiveTheSameTablesBeforeAndAfterANewFile() throws IOException {
        Path folder = new Example("quickstart").copyTo(temp);
        ExampleRun sql = new ExampleRun(folder);
        ExampleRun java = new ExampleRun(folder.resolveSibling("quickstart-java"));

        assertThat(java.run()).isEqualTo(sql.run());
        assertSameTables(sql, java);

        sql.copy("data/arriving/2013-02-10.csv", "data/flights");
        assertThat(java.run()).isEqualTo(sql.run());
        assertSameTables(sql, java);
    }

    private static void assertSameTables(ExampleRun sql, ExampleRun java) {
        for (String table : TABLES) {
            String rows = "SELECT * FROM " + table + " ORDER BY ALL";
            assertThat(java.query(rows)).as(table).isNotEmpty().isEqualTo(sql.query(rows));
            String columns = "DESCRIBE TABLE " + table;
            assertThat(java.query(columns)).as("columns of %s", table).isEqualTo(sql.query(columns));
        }
    }
}
