package dev.tidewheel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quickstart in SQL, in Java and in Python, with equal results. */
class QuickstartTwinTest {
    private static final List<String> TABLES =
            List.of("raw_flights", "raw_weather", "airlines", "flights", "days", "airline_punctuality");

    @TempDir
    private Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"quickstart-java", "quickstart-python"})
    void bothGiveTheSameTablesBeforeAndAfterANewFile(String name) throws IOException {
        Path folder = new Example("quickstart").copyTo(temp);
        ExampleRun sql = new ExampleRun(folder);
        ExampleRun twin = new ExampleRun(folder.resolveSibling(name));

        assertThat(twin.run()).isEqualTo(sql.run());
        assertSameTables(sql, twin);

        sql.copy("data/arriving/2013-02-10.csv", "data/flights");
        assertThat(twin.run()).isEqualTo(sql.run());
        assertSameTables(sql, twin);
    }

    private static void assertSameTables(ExampleRun sql, ExampleRun twin) {
        for (String table : TABLES) {
            String rows = "SELECT * FROM " + table + " ORDER BY ALL";
            assertThat(twin.query(rows)).as(table).isNotEmpty().isEqualTo(sql.query(rows));
            String columns = "DESCRIBE TABLE " + table;
            assertThat(twin.query(columns)).as("columns of %s", table).isEqualTo(sql.query(columns));
        }
    }
}
