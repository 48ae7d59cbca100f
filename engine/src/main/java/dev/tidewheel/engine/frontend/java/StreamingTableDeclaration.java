package dev.tidewheel.engine.frontend.java;

import dev.tidewheel.api.StreamingTableBuilder;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.definition.StreamingTable;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.definition.TableSpecification;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SourceLocation;

/** A streaming table under declaration. */
final class StreamingTableDeclaration extends TableDeclaration<StreamingTableBuilder> implements StreamingTableBuilder {

    StreamingTableDeclaration(Declared declared) {
        super(declared);
    }

    @Override
    StreamingTableBuilder self() {
        return this;
    }

    @Override
    boolean needsQuery() {
        return false;
    }

    @Override
    FlowKind ownFlow() {
        return new FlowKind.Append();
    }

    @Override
    TableDefinition table(TableName name, TableSpecification specification, SourceLocation location) {
        return new StreamingTable(name, isPrivate, specification, expectations, configuration, location);
    }
}
