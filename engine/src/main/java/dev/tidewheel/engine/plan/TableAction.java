package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.lake.TableLayout;
import java.util.List;

/** What happens to a table before its flows run. */
public sealed interface TableAction {

    /** For people. */
    String describe();

    /** It does not exist yet. */
    record Create() implements TableAction {
        @Override
        public String describe() {
            return "create";
        }
    }

    /** It is as the definition wants it. */
    record Keep() implements TableAction {
        @Override
        public String describe() {
            return "keep";
        }
    }

    /**
     * Its metadata changes; its rows stay.
     *
     * @param changes each in words
     * @param target the table's whole new layout
     */
    record Evolve(List<String> changes, TableLayout target) implements TableAction {
        public Evolve {
            changes = List.copyOf(changes);
        }

        @Override
        public String describe() {
            return "change: " + String.join(", ", changes);
        }
    }

    /** It cannot become what the definition wants by itself; the update is refused unless somebody accepts a reset. */
    record NeedsReset() implements TableAction {
        @Override
        public String describe() {
            return "reset needed";
        }
    }

    /** Its rows and the progress of its flows start from the beginning; the first commit replaces the old rows. */
    record Reset() implements TableAction {
        @Override
        public String describe() {
            return "full refresh";
        }
    }
}
