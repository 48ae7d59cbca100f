package dev.tidewheel.cli.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Rows as a table for the eye. Widths come from the first rows, so that a long result can be printed while it is read;
 * a wider value further down sticks out.
 */
final class TableRows implements RowPrinter {
    private static final int ROWS_MEASURED = 1000;
    private static final int WIDEST_ON_A_TERMINAL = 80;

    private final Console console;

    TableRows(Console console) {
        this.console = console;
    }

    @Override
    public void print(StructType schema, Iterator<Row> rows) {
        List<Column> columns = new ArrayList<>();
        for (StructField field : schema.fields()) {
            columns.add(new Column(field.name(), isNumber(field.dataType())));
        }
        List<List<String>> measured = new ArrayList<>();
        while (rows.hasNext() && measured.size() < ROWS_MEASURED) {
            measured.add(texts(rows.next()));
        }
        measured.forEach(texts -> widen(columns, texts));
        PrintWriter out = console.resultWriter();
        out.println(console.styled(Style.STRONG, header(columns)));
        out.println(rule(columns));
        measured.forEach(texts -> out.println(line(columns, texts)));
        long count = measured.size();
        while (rows.hasNext() && !out.checkError()) {
            out.println(line(columns, texts(rows.next())));
            count++;
        }
        out.flush();
        console.message("(" + count + (count == 1 ? " row)" : " rows)"));
    }

    private List<String> texts(Row row) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < row.length(); i++) {
            String text = onOneLine(ValueText.of(row.get(i)));
            texts.add(console.isTerminal() ? DisplayWidth.cut(text, WIDEST_ON_A_TERMINAL) : text);
        }
        return texts;
    }

    /** Line breaks and other control characters, a terminal's commands among them, are shown, not sent. */
    private static String onOneLine(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> {
            switch (codePoint) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> {
                    if (Character.isISOControl(codePoint)) {
                        shown.append(String.format("\\u%04x", codePoint));
                    } else {
                        shown.appendCodePoint(codePoint);
                    }
                }
            }
        });
        return shown.toString();
    }

    private static void widen(List<Column> columns, List<String> texts) {
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).fit(texts.get(i));
        }
    }

    private static String header(List<Column> columns) {
        return String.join(
                        "  ",
                        columns.stream().map(column -> column.cell(column.name)).toList())
                .stripTrailing();
    }

    private static String rule(List<Column> columns) {
        return String.join(
                "  ", columns.stream().map(column -> "-".repeat(column.width)).toList());
    }

    private static String line(List<Column> columns, List<String> texts) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            cells.add(columns.get(i).cell(texts.get(i)));
        }
        return String.join("  ", cells).stripTrailing();
    }

    private static boolean isNumber(DataType type) {
        return type instanceof NumericType;
    }

    private static final class Column {
        private final String name;
        private final boolean right;
        private int width;

        Column(String name, boolean right) {
            this.name = name;
            this.right = right;
            this.width = Math.max(1, DisplayWidth.of(name));
        }

        void fit(String text) {
            width = Math.max(width, DisplayWidth.of(text));
        }

        String cell(String text) {
            return right ? DisplayWidth.padLeft(text, width) : DisplayWidth.pad(text, width);
        }
    }
}
