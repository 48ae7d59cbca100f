package dev.tidewheel.model.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/errors.md} explains each code, once. */
class ErrorGuideTest {
    private static final Path GUIDE = Path.of(System.getProperty("tidewheel.root"), "docs", "errors.md");
    private static final Pattern ENTRY = Pattern.compile(
            "(?s)\\n\\*\\*Meaning\\.\\*\\* \\S.+\\n\\*\\*Example\\.\\*\\* \\S.+\\n\\*\\*Fix\\.\\*\\* \\S.+");

    @Test
    void explainsEachCode() throws IOException {
        List<String> entries = entries();

        assertThat(entries)
                .extracting(entry -> entry.lines().findFirst().orElse(""))
                .doesNotHaveDuplicates()
                .containsAll(Stream.of(ErrorCode.values()).map(Enum::name).toList());
    }

    @Test
    void saysMeaningExampleAndFix() throws IOException {
        assertThat(entries()).allSatisfy(entry -> assertThat(entry).containsPattern(ENTRY));
    }

    private static List<String> entries() throws IOException {
        String guide = Files.readString(GUIDE).replaceAll("(?m)^## .*$", "");
        return Arrays.stream(guide.split("(?m)^### ")).skip(1).toList();
    }
}
