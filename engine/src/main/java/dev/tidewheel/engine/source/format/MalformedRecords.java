package dev.tidewheel.engine.source.format;

import java.util.function.Consumer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.DropMalformedMode$;
import org.apache.spark.sql.catalyst.util.FailFastMode$;
import org.apache.spark.sql.catalyst.util.ParseMode;
import org.apache.spark.sql.errors.QueryExecutionErrors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** What becomes of malformed records, as the option {@code mode} says. */
final class MalformedRecords {
    private final ParseMode mode;
    private final RecordColumns columns;
    private final String file;
    private final @Nullable BadRecords badRecords;

    /**
     * @param file for messages
     * @param badRecords where they go instead of becoming rows; null if the mode says what becomes of them
     */
    MalformedRecords(ParseMode mode, RecordColumns columns, String file, @Nullable BadRecords badRecords) {
        this.file = file;
        this.badRecords = badRecords == null ? null : badRecords.forTask();
        this.mode = mode;
        this.columns = columns;
    }

    /**
     * @param partial what could be read
     * @param record the record's text
     * @param rescued for the column of rescued data; not used if the record goes to a column of corrupt records
     */
    void handle(
            @Nullable InternalRow partial,
            DataType[] types,
            UTF8String record,
            @Nullable UTF8String rescued,
            @Nullable Throwable cause,
            Consumer<InternalRow> rows) {
        if (badRecords != null) {
            badRecords.write(file, record.toString(), cause);
            return;
        }
        if (mode == DropMalformedMode$.MODULE$) {
            return;
        }
        if (mode == FailFastMode$.MODULE$) {
            throw asRuntimeException(
                    QueryExecutionErrors.malformedRecordsDetectedInRecordParsingError(record.toString(), cause));
        }
        rows.accept(columns.row(partial, types, columns.asksForCorruptRecord() ? null : rescued, record));
    }

    private static RuntimeException asRuntimeException(Throwable error) {
        return error instanceof RuntimeException runtime ? runtime : new IllegalStateException(error);
    }
}
