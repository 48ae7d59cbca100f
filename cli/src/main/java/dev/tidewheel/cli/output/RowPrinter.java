package dev.tidewheel.cli.output;

import java.util.Iterator;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Prints rows as they come; stops quietly where the reader of a pipe goes away. */
public interface RowPrinter {

    void print(StructType schema, Iterator<Row> rows);

    static RowPrinter of(OutputFormat format, Console console) {
        return switch (format) {
            case JSON -> new JsonRows(console);
            case CSV -> new CsvRows(console);
            case TEXT, TABLE -> new TableRows(console);
            case MERMAID -> throw new IllegalArgumentException("rows have no form as " + format);
        };
    }
}
