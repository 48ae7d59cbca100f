package dev.tidewheel.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Words that the user did not write do not move the places of those that he did. */
class SqlFragmentTest {

    private final SourceText file = new SourceText("a.sql", "WHERE a > :least AND b < :most -- end");
    private final SqlFragment fragment = SqlFragment.verbatim(file, 6, 30);

    @Test
    void replacedWordsStandWhereTheOldOnesStood() {
        SqlFragment replaced = fragment.replaced(19, 24, "'100000'").replaced(4, 10, "'1'");

        assertThat(replaced.text()).isEqualTo("a > '1' AND b < '100000'");
        assertThat(column(replaced, "a >")).isEqualTo(7);
        assertThat(column(replaced, "'1'")).isEqualTo(11);
        assertThat(column(replaced, "AND")).isEqualTo(18);
        assertThat(column(replaced, "b <")).isEqualTo(22);
        assertThat(column(replaced, "'100000'")).isEqualTo(26);
    }

    @Test
    void wordsCanBePutInAtBothEndsAndInFront() {
        SqlFragment changed = fragment.inserted(24, ")").inserted(0, "(").prefixed("SELECT ");

        assertThat(changed.text()).isEqualTo("SELECT (a > :least AND b < :most)");
        assertThat(column(changed, "SELECT")).isEqualTo(7);
        assertThat(column(changed, "a >")).isEqualTo(7);
        assertThat(column(changed, ":most")).isEqualTo(26);
        assertThat(changed.location().column()).isEqualTo(7);
    }

    private static int column(SqlFragment fragment, String word) {
        int start = fragment.text().indexOf(word);
        return fragment.locate(start, start + word.length()).column();
    }
}
