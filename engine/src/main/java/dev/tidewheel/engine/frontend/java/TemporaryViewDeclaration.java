package dev.tidewheel.engine.frontend.java;

import dev.tidewheel.api.TemporaryViewBuilder;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.ViewDefinition;
import dev.tidewheel.model.name.TableName;
import java.util.List;
import java.util.Map;

/** A temporary view under declaration. */
final class TemporaryViewDeclaration extends DatasetDeclaration<TemporaryViewBuilder> implements TemporaryViewBuilder {

    TemporaryViewDeclaration(Declared declared) {
        super(declared);
    }

    @Override
    TemporaryViewBuilder self() {
        return this;
    }

    @Override
    Definitions definitions(TableName name) {
        if (!hasQuery()) {
            return Definitions.NONE;
        }
        ViewDefinition view = new ViewDefinition(
                name, false, List.of(), comment, Map.of(), query(), expectations, configuration, declared.location());
        return new Definitions(List.of(view), List.of(), List.of());
    }
}
