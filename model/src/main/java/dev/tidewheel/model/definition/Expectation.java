package dev.tidewheel.model.definition;

import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import java.util.Objects;

/** A named rule on each output row of a dataset. A row passes only if the condition is true; NULL violates it. */
public record Expectation(String name, SqlFragment condition, ExpectationAction action, SourceLocation location) {

    public Expectation {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(condition, "condition is null");
        Objects.requireNonNull(action, "action is null");
        Objects.requireNonNull(location, "location is null");
    }
}
