package dev.tidewheel.model.document;

import dev.tidewheel.model.document.Node.Entry;
import dev.tidewheel.model.document.Node.Mapping;
import dev.tidewheel.model.document.Node.Scalar;
import dev.tidewheel.model.document.Node.ScalarKind;
import dev.tidewheel.model.document.Node.Sequence;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SourceText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns the parser's nodes into ours. Not safe for use by several threads. */
final class NodeConverter {
    private final SourceText source;
    private final List<Problem> problems = new ArrayList<>();
    /** Null while a node is being converted: meeting it again then means that it contains itself. */
    private final Map<org.snakeyaml.engine.v2.nodes.Node, @Nullable Node> converted = new IdentityHashMap<>();

    NodeConverter(SourceText source) {
        this.source = source;
    }

    Node convert(org.snakeyaml.engine.v2.nodes.Node root) {
        Node result = node(root);
        if (!problems.isEmpty()) {
            throw new PipelineException(problems);
        }
        return result;
    }

    private Node node(org.snakeyaml.engine.v2.nodes.Node node) {
        if (converted.containsKey(node)) {
            Node known = converted.get(node);
            return known != null ? known : selfReference(node);
        }
        converted.put(node, null);
        Node result;
        if (node instanceof MappingNode mapping) {
            result = mapping(mapping);
        } else if (node instanceof SequenceNode sequence) {
            result = new Sequence(sequence.getValue().stream().map(this::node).toList(), locate(node));
        } else {
            ScalarNode scalar = (ScalarNode) node;
            result = new Scalar(scalar.getValue(), kind(scalar.getTag()), locate(node));
        }
        converted.put(node, result);
        return result;
    }

    private Mapping mapping(MappingNode mapping) {
        List<Entry> entries = new ArrayList<>();
        Map<String, SourceLocation> seen = new HashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            // the parser refuses keys that are not scalars
            ScalarNode keyNode = (ScalarNode) tuple.getKeyNode();
            String key = keyNode.getValue();
            SourceLocation place = locate(keyNode);
            SourceLocation first = seen.putIfAbsent(key, place);
            if (first != null) {
                problems.add(Problem.of(ErrorCode.PIPELINE_FILE_SYNTAX, "The key `" + key + "` occurs twice")
                        .because("It is already set in line " + first.line())
                        .remedy("Remove one of the two")
                        .at(place));
                continue;
            }
            entries.add(new Entry(key, place, node(tuple.getValueNode())));
        }
        return new Mapping(entries, locate(mapping));
    }

    private Node selfReference(org.snakeyaml.engine.v2.nodes.Node node) {
        SourceLocation place = locate(node);
        problems.add(Problem.of(ErrorCode.PIPELINE_FILE_SYNTAX, "A value contains itself through an alias")
                .remedy("Remove the alias")
                .at(place));
        return new Scalar("", ScalarKind.NOTHING, place);
    }

    private static ScalarKind kind(Tag tag) {
        if (tag.equals(Tag.BOOL)) {
            return ScalarKind.FLAG;
        }
        if (tag.equals(Tag.INT)) {
            return ScalarKind.WHOLE_NUMBER;
        }
        if (tag.equals(Tag.FLOAT)) {
            return ScalarKind.NUMBER;
        }
        return tag.equals(Tag.NULL) ? ScalarKind.NOTHING : ScalarKind.TEXT;
    }

    private SourceLocation locate(org.snakeyaml.engine.v2.nodes.Node node) {
        int start = node.getStartMark()
                .map(mark -> DocumentReader.offset(source, mark.getIndex()))
                .orElse(0);
        int end = node instanceof ScalarNode
                ? node.getEndMark()
                        .map(mark -> DocumentReader.offset(source, mark.getIndex()))
                        .orElse(start + 1)
                : start + 1;
        return source.locate(start, end);
    }
}
