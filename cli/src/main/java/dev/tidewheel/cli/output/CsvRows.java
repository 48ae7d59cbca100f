package dev.tidewheel.cli.output;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Iterator;
import java.util.StringJoiner;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Rows as CSV with a header, quoted where needed (RFC 4180, but with plain line feeds). NULL is an empty field, an empty
 * text is {@code ""}, nested values are JSON.
 */
final class CsvRows implements RowPrinter {
    private final Console console;

    CsvRows(Console console) {
        this.console = console;
    }

    @Override
    public void print(StructType schema, Iterator<Row> rows) {
        PrintWriter out = console.resultWriter();
        StringJoiner header = new StringJoiner(",");
        Arrays.stream(schema.fieldNames()).forEach(name -> header.add(quoted(name)));
        out.print(header + "\n");
        while (rows.hasNext() && !out.checkError()) {
            Row row = rows.next();
            StringJoiner line = new StringJoiner(",");
            for (int i = 0; i < schema.length(); i++) {
                line.add(field(row.get(i), schema.fields()[i].dataType()));
            }
            out.print(line + "\n");
        }
        out.flush();
    }

    private static String field(@Nullable Object value, DataType type) {
        if (value == null) {
            return "";
        }
        if (JsonValues.isNested(value)) {
            return quoted(JsonValues.text(value, type));
        }
        return quoted(ValueText.of(value));
    }

    private static String quoted(String text) {
        boolean plain = !text.isEmpty()
                && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                && text.equals(text.strip());
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
