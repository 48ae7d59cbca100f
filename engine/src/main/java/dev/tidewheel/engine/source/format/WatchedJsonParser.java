package dev.tidewheel.engine.source.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Watches how Spark's parser goes through a record. Spark skips a field that is not in the schema while standing on its
 * name, and skips nothing else from there: so a record with unknown fields is noticed without a second look at any.
 */
final class WatchedJsonParser extends JsonParserDelegate {
    private final @Nullable NewColumns newColumns;
    private final Set<FieldPath> found = new LinkedHashSet<>();
    private boolean metUnknownField;
    /** An unknown field whose value comes next. */
    private @Nullable FieldPath pending;

    WatchedJsonParser(JsonParser delegate, @Nullable NewColumns newColumns) {
        super(delegate);
        this.newColumns = newColumns;
    }

    boolean metUnknownField() {
        return metUnknownField;
    }

    /** Fields that have a value and are not known; empty if nobody wants to know. */
    Set<FieldPath> newColumns() {
        return found;
    }

    @Override
    public JsonParser skipChildren() throws IOException {
        if (delegate.currentToken() == JsonToken.FIELD_NAME) {
            metUnknownField = true;
            pending = newColumns == null
                    ? null
                    : here(newColumns).filter(newColumns::isNew).orElse(null);
        } else if (pending != null) {
            if (delegate.currentToken() != JsonToken.VALUE_NULL) {
                found.add(pending);
            }
            pending = null;
        }
        delegate.skipChildren();
        return this;
    }

    /** The path of the field that the parser stands on. An array around records is not part of it. */
    private Optional<FieldPath> here(NewColumns columns) {
        List<@Nullable String> names = new ArrayList<>();
        for (JsonStreamContext context = delegate.getParsingContext();
                !context.inRoot();
                context = context.getParent()) {
            if (context.inObject()) {
                names.add(context.getCurrentName());
            } else if (!context.getParent().inRoot()) {
                names.add(null);
            }
        }
        Collections.reverse(names);
        return columns.path(names);
    }
}
