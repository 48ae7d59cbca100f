package dev.tidewheel.model.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalPathTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /a/b/../c         | /a/c
            file:/a/b         | /a/b
            file:///a/b       | /a/b
            file:///a/b%20c   | /a/b c
            file:///a/b c     | /a/b c
            """)
    void isLocal(String place, String path) {
        assertThat(LocalPath.of(place)).contains(Path.of(path));
    }

    @Test
    void isElsewhere() {
        assertThat(LocalPath.of("s3a://bucket/x")).isEmpty();
        assertThat(LocalPath.of("dbfs:/x")).isEmpty();
    }
}
