package dev.tidewheel.engine.source.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;

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
}
