package dev.tidewheel.model.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /r/**              | /r      | /r/a.sql      | true
            /r/**              | /r      | /r/x/y/a.sql  | true
            /r/*.sql           | /r      | /r/a.sql      | true
            /r/*.sql           | /r      | /r/x/a.sql    | false
            /r/**/*.sql        | /r      | /r/a.sql      | true
            /r/**/*.sql        | /r      | /r/x/y/a.sql  | true
            /r/x?/a.sql        | /r      | /r/xy/a.sql   | true
            /r/x?/a.sql        | /r      | /r/x//a.sql   | false
            /r/s/{a,b}*.sql    | /r/s    | /r/s/b1.sql   | true
            /r/s/{a,b}*.sql    | /r/s    | /r/s/c1.sql   | false
            /r/s/[a-c].sql     | /r/s    | /r/s/b.sql    | true
            /r/s/[!a-c].sql    | /r/s    | /r/s/b.sql    | false
            /r/a+b(1)/*.sql    | /r/a+b(1) | /r/a+b(1)/c.sql | true
            /r/s               | /r/s    | /r/s/t/a.sql  | true
            /r/s               | /r/s    | /r/sa.sql     | false
            /**                | /       | /a/b.sql      | true
            /r/s.sql           | /r/s.sql | /r/s.sql     | true
            """)
    void matches(String glob, String base, String path, boolean expected) {
        Glob parsed = Glob.of(glob, Path.of(Glob.head(glob)));

        assertThat(parsed.base()).isEqualTo(Path.of(base));
        assertThat(parsed.pattern().matcher(path).matches()).isEqualTo(expected);
    }

    @Test
    void wildcardsInTheNamesOfFoldersAboveMeanNothing() {
        Glob glob = Glob.of("src/*.sql", Path.of("/home/{me}/[x]/src"));

        assertThat(glob.matches(Path.of("/home/{me}/[x]/src/a.sql"))).isTrue();
        assertThat(glob.matches(Path.of("/home/me/x/src/a.sql"))).isFalse();
    }
}
