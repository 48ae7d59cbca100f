package dev.tidewheel.engine.source.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Watches how Spark's parser goes through a record. Spark skips a field that is not in the schema while standing on its
 * name, and skips nothing else from there: so a record with unknown fields is noticed without a second look at any.
 */
final class WatchedJsonParser extends JsonParserDelegate {
    private boolean metUnknownField;

    WatchedJsonParser(JsonParser delegate) {
        super(delegate);
    }

    boolean metUnknownField() {
        return metUnknownField;
    }

    @Override
    public JsonParser skipChildren() throws IOException {
        if (delegate.currentToken() == JsonToken.FIELD_NAME) {
            metUnknownField = true;
        }
        delegate.skipChildren();
        return this;
    }

    /** Shows all field names in lower case. */
    static final class LowerCase extends JsonParserDelegate {
        private final Map<String, String> lowerCase;

        /** @param lowerCase names that were met before; they are few, and asked for at every field */
        LowerCase(JsonParser delegate, Map<String, String> lowerCase) {
            super(delegate);
            this.lowerCase = lowerCase;
        }

        @Override
        public @Nullable String currentName() throws IOException {
            String name = delegate.currentName();
            return name == null ? null : lowerCase.computeIfAbsent(name, original -> original.toLowerCase(Locale.ROOT));
        }
    }
}
