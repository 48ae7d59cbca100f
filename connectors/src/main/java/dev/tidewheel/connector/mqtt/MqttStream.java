package dev.tidewheel.connector.mqtt;

import dev.tidewheel.connector.mqtt.client.Session;
import dev.tidewheel.engine.source.Backlog;
import dev.tidewheel.engine.source.Replay;
import dev.tidewheel.engine.source.StreamSource;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Messages as rows. Looking listens to the broker until it has no more to say; what it said is in the buffer by then, and
 * the position is the number of a message there.
 */
final class MqttStream implements StreamSource {

    private static final int LARGEST_BATCH = 250_000;

    private final SparkSession session;
    private final MqttOptions options;
    private final Configuration configuration;
    private final MessageBuffer buffer;
    private final Session asked;

    MqttStream(SparkSession session, MqttOptions options, String folder) {
        this.session = session;
        this.options = options;
        this.configuration = session.sessionState().newHadoopConf();
        this.buffer = new MessageBuffer(folder + "/messages", configuration);
        String clientId = options.clientId() != null
                ? options.clientId()
                : "tidewheel-" + UUID.nameUUIDFromBytes(folder.getBytes(StandardCharsets.UTF_8));
        this.asked = new Session(clientId, options.sessionExpiry(), options.inFlight());
    }

    @Override
    public StructType schema() {
        return Message.SCHEMA;
    }

    /** A broker cannot be asked without taking messages from it. */
    @Override
    public boolean hasNews(@Nullable String position) {
        return true;
    }

    @Override
    public Backlog look(@Nullable String position) {
        long taken = MessageNumber.of(position);
        buffer.forget(taken);
        long next = taken;
        long bytes = 0;
        for (Segment segment : buffer.segments()) {
            next = Math.max(next, segment.end());
            bytes += segment.bytes();
        }
        try {
            new Listening(options, asked, buffer).listen(next, bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PipelineException(
                    Problem.of(ErrorCode.SOURCE_NOT_REACHABLE, "listening to " + options.broker() + " was interrupted"),
                    e);
        }
        return held(taken);
    }

    private MqttBacklog held(long taken) {
        long end = taken;
        long bytes = 0;
        for (Segment segment : buffer.segments()) {
            if (segment.end() > taken) {
                end = Math.max(end, segment.end());
                bytes += segment.bytes();
            }
        }
        return new MqttBacklog(end, end - taken, bytes);
    }

    @Override
    public Optional<String> advance(@Nullable String position, Backlog horizon) {
        long taken = MessageNumber.of(position);
        long end = Math.min(((MqttBacklog) horizon).end(), taken + LARGEST_BATCH);
        return end > taken ? Optional.of(MessageNumber.toJson(end)) : Optional.empty();
    }

    @Override
    public LogicalPlan rows(@Nullable String start, String end) {
        long first = MessageNumber.of(start);
        long last = MessageNumber.of(end);
        List<SegmentRows.Part> parts = new ArrayList<>();
        long found = 0;
        for (Segment segment : buffer.segments()) {
            long from = Math.max(first, segment.first());
            long to = Math.min(last, segment.end());
            if (from < to) {
                parts.add(
                        new SegmentRows.Part(buffer.path(segment), (int) (from - segment.first()), (int) (to - from)));
                found += to - from;
            }
        }
        if (found != last - first) {
            throw new PipelineException(Problem.of(
                            ErrorCode.SOURCE_DATA_LOST,
                            "messages " + (first + found) + " to " + last + " are not in the buffer any more")
                    .because("they were in the table, and the table was restored to an older version; the broker has"
                            + " forgotten them")
                    .remedy("run a full refresh to go on with what the broker has now"));
        }
        JavaSparkContext spark = new JavaSparkContext(session.sparkContext());
        int slices = Math.max(1, Math.min(parts.size(), spark.defaultParallelism()));
        JavaRDD<InternalRow> rows =
                spark.parallelize(parts, slices).flatMap(new SegmentRows(new SerializableConfiguration(configuration)));
        return session.internalCreateDataFrame(rows.rdd(), Message.SCHEMA, false)
                .queryExecution()
                .analyzed();
    }

    @Override
    public Replay replay(String position) {
        return Replay.without("gives no message twice: nothing of what was read comes again");
    }

    @Override
    public void committed(String position) {
        buffer.forget(MessageNumber.of(position));
    }
}
