package dev.tidewheel.cli.output;

import java.io.PrintWriter;
import java.util.Iterator;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Rows as JSON, one object on each line, with numbers, booleans and nested values as such. */
final class JsonRows implements RowPrinter {
    private final Console console;

    JsonRows(Console console) {
        this.console = console;
    }

    @Override
    public void print(StructType schema, Iterator<Row> rows) {
        PrintWriter out = console.resultWriter();
        while (rows.hasNext() && !out.checkError()) {
            out.print(JsonValues.text(rows.next(), schema) + "\n");
        }
        out.flush();
    }
}
