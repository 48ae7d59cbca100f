package dev.tidewheel.model.definition;

import dev.tidewheel.model.text.SourceLocation;

/** What computes rows. {@link SqlQuery} is text; other languages add their own kinds, which only their front end reads. */
public interface Query {

    SourceLocation location();

    /** A text that changes when, and as far as can be known only when, the meaning of the query changes. */
    String fingerprintText();
}
