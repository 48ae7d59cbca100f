package dev.tidewheel.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
    private static final List<String> KNOWN = List.of("catalog", "schema", "storage", "continuous", "configuration");

    @Test
    void findsTheWordWithOneLetterMissing() {
        assertThat(Suggestions.nearest("contnuous", KNOWN)).containsExactly("continuous");
    }

    @Test
    void countsSwappedNeighboursAsOneSlip() {
        assertThat(Suggestions.nearest("ab", List.of("ba"))).containsExactly("ba");
    }

    @Test
    void ignoresCaseAndHyphens() {
        assertThat(Suggestions.nearest("Root-Path", List.of("root_path"))).containsExactly("root_path");
    }

    @Test
    void ordersByDistanceThenByName() {
        assertThat(Suggestions.nearest("orders", List.of("orders_raw", "ordres", "order", "borders")))
                .containsExactly("borders", "order", "ordres");
    }

    @Test
    void isSilentAboutStrangers() {
        assertThat(Suggestions.nearest("zebra", KNOWN)).isEmpty();
        assertThat(Suggestions.didYouMean("zebra", KNOWN)).isEmpty();
    }

    @Test
    void asksInOneSentence() {
        assertThat(Suggestions.didYouMean("shema", KNOWN)).isEqualTo("Did you mean `schema`?");
        assertThat(Suggestions.didYouMean("order", List.of("orders", "borders")))
                .isEqualTo("Did you mean `orders` or `borders`?");
    }
}
