package dev.tidewheel.engine.frontend.python.connect;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.connect.proto.Read;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.SQL;
import org.apache.spark.connect.proto.WithRelations;
import org.sparkproject.connect.protobuf.Any;
import org.sparkproject.connect.protobuf.ByteString;
import org.sparkproject.connect.protobuf.Descriptors.FieldDescriptor;
import org.sparkproject.connect.protobuf.Message;

/**
 * Puts leaves of our own, whose meaning the engine finds, in the place of what Spark's own client says about reads. Used
 * by one thread.
 */
public final class RelationReads {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String path;
    private final int line;

    private RelationReads(String path, int line) {
        this.path = path;
        this.line = line;
    }

    /**
     * The message with the reads of all relations in it open.
     *
     * @param path file in which the query stands
     */
    public static <M extends Message> M open(M message, String path, int line) {
        @SuppressWarnings("unchecked") // the same type comes back
        M open = (M) new RelationReads(path, line).open((Message) message);
        return open;
    }

    private Message open(Message message) {
        if (message instanceof Relation relation) {
            Relation leaf = leaf(relation);
            if (leaf != relation) {
                return leaf;
            }
        }
        Message.Builder changed = null;
        for (var entry : message.getAllFields().entrySet()) {
            FieldDescriptor field = entry.getKey();
            if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE || field.isMapField()) {
                continue;
            }
            Object opened = field.isRepeated() ? all((List<?>) entry.getValue()) : open((Message) entry.getValue());
            if (opened != entry.getValue()) {
                changed = changed == null ? message.toBuilder() : changed;
                changed.setField(field, opened);
            }
        }
        return changed == null ? message : changed.build();
    }

    private Object all(List<?> messages) {
        List<Message> opened = new ArrayList<>();
        boolean changed = false;
        for (Object message : messages) {
            Message one = open((Message) message);
            opened.add(one);
            changed |= one != message;
        }
        return changed ? opened : messages;
    }

    private Relation leaf(Relation relation) {
        if (relation.hasRead()) {
            return read(relation, relation.getRead());
        }
        if (relation.hasSql() && isPlain(relation.getSql())) {
            return sql(relation, relation.getSql(), List.of());
        }
        WithRelations references = relation.getWithRelations();
        return references.getRoot().hasSql() && isPlain(references.getRoot().getSql())
                ? sql(relation, references.getRoot().getSql(), references.getReferencesList())
                : relation;
    }

    /** @param frames what the query calls by their names */
    private Relation sql(Relation relation, SQL sql, List<Relation> frames) {
        ObjectNode message = message("sql").put("text", sql.getQuery());
        ObjectNode views = message.putObject("views");
        for (Relation frame : frames) {
            views.put(
                    frame.getSubqueryAlias().getAlias(),
                    open(frame.getSubqueryAlias().getInput()).toByteArray());
        }
        return replaced(relation, message);
    }

    private static boolean isPlain(SQL sql) {
        return sql.getArgsCount() == 0
                && sql.getPosArgsCount() == 0
                && sql.getNamedArgumentsCount() == 0
                && sql.getPosArgumentsCount() == 0;
    }

    private Relation read(Relation relation, Read read) {
        if (read.hasNamedTable()) {
            ObjectNode message = message("table");
            message.put("name", read.getNamedTable().getUnparsedIdentifier());
            message.put("streaming", read.getIsStreaming());
            ObjectNode options = message.putObject("options");
            read.getNamedTable().getOptionsMap().forEach(options::put);
            return replaced(relation, message);
        }
        Read.DataSource source = read.getDataSource();
        if (!read.hasDataSource() || source.getPredicatesCount() > 0) {
            return relation;
        }
        ObjectNode message = message("source");
        if (source.hasFormat()) {
            message.put("format", source.getFormat());
        }
        message.put("schema", source.getSchema());
        message.put("streaming", read.getIsStreaming());
        ArrayNode paths = message.putArray("paths");
        source.getPathsList().forEach(one -> paths.add(one));
        ObjectNode options = message.putObject("options");
        source.getOptionsMap().forEach(options::put);
        return replaced(relation, message);
    }

    private ObjectNode message(String kind) {
        return JSON.createObjectNode().put("read", kind).put("path", path).put("line", line);
    }

    private static Relation replaced(Relation relation, ObjectNode message) {
        Any extension = Any.newBuilder()
                .setTypeUrl(ReadPlugin.TYPE)
                .setValue(ByteString.copyFromUtf8(message.toString()))
                .build();
        return relation.toBuilder().setExtension(extension).build();
    }
}
