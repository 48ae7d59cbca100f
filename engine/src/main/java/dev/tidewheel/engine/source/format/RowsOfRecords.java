package dev.tidewheel.engine.source.format;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.spark.sql.catalyst.InternalRow;

/** Turns records into rows, each record into any number of them, as far as the rows are asked for. */
final class RowsOfRecords<R> implements Iterator<InternalRow> {
    private final Iterator<R> records;
    private final BiConsumer<R, Consumer<InternalRow>> parser;
    private final Queue<InternalRow> ready = new ArrayDeque<>();

    RowsOfRecords(Iterator<R> records, BiConsumer<R, Consumer<InternalRow>> parser) {
        this.records = records;
        this.parser = parser;
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && records.hasNext()) {
            parser.accept(records.next(), ready::add);
        }
        return !ready.isEmpty();
    }

    @Override
    public InternalRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }
}
