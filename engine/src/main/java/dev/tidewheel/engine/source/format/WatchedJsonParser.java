package dev.tidewheel.engine.source.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Watches how Spark's parser goes through a record. Spark skips a field that is not in the schema while standing on its
 * name, and skips nothing else from there: so a record with unknown fields is noticed without a second look at any.
 */
final class WatchedJsonParser extends JsonParserDelegate {
    private final @Nullable NewColumns newColumns;
    private final Set<String> found = new LinkedHashSet<>();
    private boolean metUnknownField;
    /** An unknown column whose value comes next. */
    private @Nullable String pending;

    WatchedJsonParser(JsonParser delegate, @Nullable NewColumns newColumns) {
        super(delegate);
        this.newColumns = newColumns;
    }

    boolean metUnknownField() {
        return metUnknownField;
    }

    /** Columns that have a value and are not known; empty if nobody wants to know. */
    Set<String> newColumns() {
        return found;
    }

    @Override
    public JsonParser skipChildren() throws IOException {
        if (delegate.currentToken() == JsonToken.FIELD_NAME) {
            metUnknownField = true;
            pending = newColumns != null && isColumn() && newColumns.isNew(delegate.currentName())
                    ? delegate.currentName()
                    : null;
        } else if (pending != null) {
            if (delegate.currentToken() != JsonToken.VALUE_NULL) {
                found.add(pending);
            }
            pending = null;
        }
        delegate.skipChildren();
        return this;
    }

    /** True if the field belongs to the record itself, be that alone or an element of an array. */
    private boolean isColumn() {
        JsonStreamContext around = delegate.getParsingContext().getParent();
        return around.inRoot() || (around.inArray() && around.getParent().inRoot());
    }
}
