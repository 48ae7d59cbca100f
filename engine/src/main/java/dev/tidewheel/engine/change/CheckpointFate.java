package dev.tidewheel.engine.change;

/** What becomes of a flow's positions and state when its definition changes. Plans name them in JSON. */
public enum CheckpointFate {
    /** The change is none of a flow's. */
    NOT_CONCERNED(""),
    /** The flow goes on from where it is. */
    GOES_ON("its checkpoint goes on"),
    /** The flow begins at the start of its sources. */
    BEGINS("it has no checkpoint and begins at the start of its sources"),
    /** The flow writes nothing any more; should it come back, it goes on from there. */
    KEPT("its checkpoint is kept"),
    /** Where the flow is, or what it remembers, does not fit the new definition. */
    CANNOT_GO_ON("its checkpoint cannot go on");

    private final String words;

    CheckpointFate(String words) {
        this.words = words;
    }

    /** As one says it; empty if there is nothing to say. */
    public String words() {
        return words;
    }
}
