package dev.tidewheel.connector.mqtt;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.util.SerializableConfiguration;

/** The messages of segments as rows; runs where Spark runs tasks. */
record SegmentRows(SerializableConfiguration configuration) implements FlatMapFunction<SegmentRows.Part, InternalRow> {

    /**
     * Some messages of a segment.
     *
     * @param skip messages that come before them
     */
    record Part(String path, int skip, int count) implements java.io.Serializable {}

    @Override
    public Iterator<InternalRow> call(Part part) throws IOException {
        Path path = new Path(part.path());
        List<InternalRow> rows = new ArrayList<>(part.count());
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(
                path.getFileSystem(configuration.value()).open(path)))) {
            for (int i = 0; i < part.skip() + part.count(); i++) {
                Message message = Message.read(in);
                if (i >= part.skip()) {
                    rows.add(message.row());
                }
            }
        }
        return rows.iterator();
    }
}
