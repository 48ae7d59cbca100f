package dev.tidewheel.engine.frontend.python.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonSourcesTest {
    @TempDir
    private Path folder;

    private String place(int line, String word, String... lines) throws Exception {
        Path file = Files.writeString(folder.resolve("a.py"), String.join("\n", lines));
        return new PythonSources(folder).locate(file.toString(), line, word).toString();
    }

    @Test
    void aNameThatIsGivenToTheDecorator() throws Exception {
        assertThat(place(1, "orders", "@dp.table(", "    name='orders'", ")", "def all_orders():", "    pass"))
                .isEqualTo("a.py:2:11");
        assertThat(place(1, "orders", "dp.create_streaming_table(", "    \"orders\")"))
                .isEqualTo("a.py:2:6");
        assertThat(place(2, "orders", "def joined():", "    return dp.read('orders')", ""))
                .isEqualTo("a.py:2:21");
    }

    @Test
    void aNameOfAFunctionIsNotLookedForInWhatReadsIt() throws Exception {
        String[] lines = {
            "@dp.table",
            "@dp.expect('x', 'a > 0')",
            "def orders():",
            "    pass",
            "",
            "def more():",
            "    read('orders')"
        };
        assertThat(place(1, "orders", lines)).isEqualTo("a.py:1:1");
        assertThat(place(2, "x", lines)).isEqualTo("a.py:2:13");
    }

    @Test
    void aFileThatIsNotThereHasLinesOnly() {
        assertThat(new PythonSources(folder).locate("gone.py", 7, "orders")).hasToString("gone.py:7");
    }
}
