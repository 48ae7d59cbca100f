package dev.tidewheel.connector.bus;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.unsafe.types.UTF8String;

/** One row, once. */
record EchoStream(List<DataType> types, String said) implements MicroBatchStream {

    private static final class At extends Offset {
        private final String json;

        At(String json) {
            this.json = json;
        }

        @Override
        public String json() {
            return json;
        }
    }

    /** What the row holds: texts are the number of their column. */
    private record Part(List<DataType> types, String said) implements InputPartition {
        InternalRow row() {
            Object[] values = new Object[types.size()];
            for (int i = 0; i < values.length; i++) {
                if (types.get(i) instanceof BinaryType) {
                    values[i] = said.getBytes(StandardCharsets.UTF_8);
                } else {
                    values[i] = types.get(i) instanceof StringType ? UTF8String.fromString("column " + i) : (Object) 0L;
                }
            }
            return new GenericInternalRow(values);
        }
    }

    private static final class Readers implements PartitionReaderFactory, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public PartitionReader<InternalRow> createReader(InputPartition partition) {
            return new PartitionReader<>() {
                private boolean read;

                @Override
                public boolean next() {
                    boolean first = !read;
                    read = true;
                    return first;
                }

                @Override
                public InternalRow get() {
                    return ((Part) partition).row();
                }

                @Override
                public void close() {}
            };
        }
    }

    @Override
    public Offset initialOffset() {
        return new At("0");
    }

    @Override
    public Offset latestOffset() {
        return new At("1");
    }

    @Override
    public Offset deserializeOffset(String json) {
        return new At(json);
    }

    @Override
    public InputPartition[] planInputPartitions(Offset start, Offset end) {
        return new InputPartition[] {new Part(types, said)};
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return new Readers();
    }

    @Override
    public void commit(Offset end) {}

    @Override
    public void stop() {}
}
