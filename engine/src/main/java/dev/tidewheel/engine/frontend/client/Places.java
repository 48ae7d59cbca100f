package dev.tidewheel.engine.frontend.client;

import dev.tidewheel.engine.frontend.ddl.WrittenName;
import dev.tidewheel.engine.frontend.python.source.PythonSources;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import org.apache.spark.connect.proto.PipelineCommand.DefineFlow;
import org.apache.spark.connect.proto.PipelineCommand.DefineOutput;
import org.apache.spark.connect.proto.SourceCodeLocation;

/** Where things are declared, and what names mean there. Thread-safe. */
record Places(PythonSources sources, NameScope scope) {

    SourceLocation of(DefineOutput output) {
        return place(output.getSourceCodeLocation(), output.getOutputName());
    }

    SourceLocation of(DefineFlow flow) {
        return place(flow.getSourceCodeLocation(), flow.getFlowName());
    }

    private SourceLocation place(SourceCodeLocation location, String name) {
        return sources.locate(location.getFileName(), location.getLineNumber(), name);
    }

    /** SQL that was given where something is declared. */
    SqlFragment fragment(DefineOutput output, String sql) {
        return fragment(output.getSourceCodeLocation(), sql);
    }

    SqlFragment fragment(DefineFlow flow, String sql) {
        return fragment(flow.getSourceCodeLocation(), sql);
    }

    private SqlFragment fragment(SourceCodeLocation location, String sql) {
        return sources.fragment(location.getFileName(), location.getLineNumber(), sql);
    }

    /** The full name that a text stands for. */
    TableName name(String text, SourceLocation place) {
        return WrittenName.qualified(text, scope, place);
    }
}
