package dev.tidewheel.engine.change;

/** What a changed definition means for what is stored. From harmless to severe; plans name them in JSON. */
public enum ChangeEffect {
    /** No row is touched, and no later row becomes another one. */
    METADATA_ONLY("metadata only"),
    /** Rows that are stored stay; those that come from now on follow the new definition. */
    FORWARD_ONLY("forward only"),
    /** All rows are computed anew from the inputs, in one commit. */
    RECOMPUTE("recompute"),
    /** What is stored cannot go on; it has to begin anew, which is done only when somebody says so. */
    RESET_NEEDED("reset needed");

    private final String words;

    ChangeEffect(String words) {
        this.words = words;
    }

    /** As one says it. */
    public String words() {
        return words;
    }
}
