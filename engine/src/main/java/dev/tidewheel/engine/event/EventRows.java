package dev.tidewheel.engine.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidewheel.model.event.ErrorDetail;
import dev.tidewheel.model.event.Origin;
import dev.tidewheel.model.event.PipelineEvent;
import dev.tidewheel.model.event.json.EventJson;
import dev.tidewheel.model.event.json.OriginJson;
import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.internal.data.vector.DefaultGenericVector;
import io.delta.kernel.types.StructType;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Events as rows of the event table. */
final class EventRows {

    private EventRows() {}

    static Row write(PipelineEvent event) {
        ErrorDetail error = event.error();
        return row(
                EventColumns.EVENT,
                event.id(),
                row(
                        EventColumns.SEQUENCE,
                        row(
                                EventColumns.DATA_PLANE,
                                event.sequence().instance(),
                                event.sequence().number()),
                        event.sequence().position()),
                write(event.origin()),
                micros(event.timestamp()),
                event.message(),
                event.level().name(),
                event.maturityLevel().name(),
                error == null ? null : write(error),
                EventJson.writeDetails(event.details()),
                event.eventType());
    }

    /** By way of the JSON, so that the names of the fields stand in one place. */
    private static Row write(Origin origin) {
        JsonNode json = OriginJson.write(origin);
        @Nullable Object[] values = new Object[EventColumns.ORIGIN.length()];
        for (int i = 0; i < values.length; i++) {
            JsonNode value = json.get(EventColumns.ORIGIN.at(i).getName());
            if (value != null) {
                values[i] = value.isNumber() ? (Object) value.asLong() : value.asText();
            }
        }
        return new ValueRow(EventColumns.ORIGIN, values);
    }

    private static Row write(ErrorDetail error) {
        return row(EventColumns.ERROR, error.fatal(), array(EventColumns.EXCEPTION, error.exceptions(), exception -> {
            return row(
                    EventColumns.EXCEPTION,
                    exception.className(),
                    exception.message(),
                    array(EventColumns.FRAME, exception.stack(), frame -> {
                        return row(
                                EventColumns.FRAME,
                                frame.declaringClass(),
                                frame.methodName(),
                                frame.fileName(),
                                frame.lineNumber());
                    }));
        }));
    }

    private static Row row(StructType type, @Nullable Object... values) {
        return new ValueRow(type, values);
    }

    private static <T> ArrayValue array(StructType type, List<T> values, Function<T, Row> writer) {
        Row[] rows = values.stream().map(writer).toArray(Row[]::new);
        return new ArrayValue() {
            @Override
            public int getSize() {
                return rows.length;
            }

            @Override
            public ColumnVector getElements() {
                return DefaultGenericVector.fromArray(type, rows);
            }
        };
    }

    private static long micros(Instant time) {
        return time.getEpochSecond() * 1_000_000L + time.getNano() / 1_000L;
    }
}
