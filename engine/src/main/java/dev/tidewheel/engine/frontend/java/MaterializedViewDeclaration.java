package dev.tidewheel.engine.frontend.java;

import dev.tidewheel.api.MaterializedViewBuilder;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.definition.MaterializedView;
import dev.tidewheel.model.definition.RefreshPolicy;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.definition.TableSpecification;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SourceLocation;

/** A materialized view under declaration. */
final class MaterializedViewDeclaration extends TableDeclaration<MaterializedViewBuilder>
        implements MaterializedViewBuilder {
    private RefreshPolicy policy = RefreshPolicy.AUTO;

    MaterializedViewDeclaration(Declared declared) {
        super(declared);
    }

    @Override
    MaterializedViewBuilder self() {
        return this;
    }

    @Override
    public MaterializedViewBuilder refreshPolicy(RefreshPolicy given) {
        declarations.ensureOpen();
        if (given == null) {
            declared.problem(declared.title() + " is given an empty refresh policy", "", place());
        } else if (first("refresh policy")) {
            policy = given;
        }
        return this;
    }

    @Override
    boolean needsQuery() {
        return true;
    }

    @Override
    FlowKind ownFlow() {
        return new FlowKind.Refresh();
    }

    @Override
    TableDefinition table(TableName name, TableSpecification specification, SourceLocation location) {
        return new MaterializedView(name, isPrivate, specification, policy, expectations, configuration, location);
    }
}
