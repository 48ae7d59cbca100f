package dev.tidewheel.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceTextTest {

    private final SourceText text = new SourceText("a.sql", "SELECT 1;\r\n\nSELECT two\n  FROM t;\n");

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "7, 1, 8", "10, 1, 11", "11, 2, 1", "12, 3, 1", "22, 3, 11", "25, 4, 3", "33, 5, 1"})
    void anOffsetIsInALine(int offset, int line, int column) {
        SourceLocation place = text.locate(offset, offset + 1);

        assertThat(place.line()).isEqualTo(line);
        assertThat(place.column()).isEqualTo(column);
    }

    @Test
    void theLineIsQuotedWithoutItsEnd() {
        assertThat(text.locate(7, 8).lineText()).isEqualTo("SELECT 1;");
        assertThat(text.locate(19, 22).lineText()).isEqualTo("SELECT two");
    }

    @Test
    void thePlaceEndsWithTheLine() {
        assertThat(text.locate(19, 30).length()).isEqualTo(3);
        assertThat(text.locate(25, 29).length()).isEqualTo(4);
    }

    @Test
    void offsetsOutsideAreClipped() {
        assertThat(text.locate(-4, -2)).isEqualTo(text.locate(0, 1));
        assertThat(text.locate(500, 600).line()).isEqualTo(5);
        assertThat(new SourceText("empty.sql", "").locate(3, 4).line()).isEqualTo(1);
    }
}
