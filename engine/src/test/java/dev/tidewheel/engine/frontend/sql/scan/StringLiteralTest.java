package dev.tidewheel.engine.frontend.sql.scan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StringLiteralTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '¤',
            value = {
                "'plain'              | plain",
                "'it''s'              | it's",
                "'say \"hi\"'         | say \"hi\"",
                "\"say \"\"hi\"\"\"   | say \"hi\"",
                "\"it's\"             | it's",
                "'a\\'b\\\\c'         | a'b\\c",
                "'\\101\\u0042\\U00000043' | ABC",
                "'\\U0001F30A'        | 🌊",
                "'\\u00g1'            | u00g1",
                "'50\\%\\_'           | 50\\%\\_",
                "'\\q'                | q",
                "r'\\d+\\.'           | \\d+\\.",
                "R\"a'b\"             | a'b",
            })
    void decodes(String written, String meant) {
        assertThat(StringLiteral.decode(written)).isEqualTo(meant);
    }

    @org.junit.jupiter.api.Test
    void controlCharacters() {
        assertThat(StringLiteral.decode("'\\0\\b\\n\\r\\t\\Z'")).isEqualTo("\0\b\n\r\t\u001A");
        assertThat(StringLiteral.decodeName("`a``b`")).isEqualTo("a`b");
    }
}
