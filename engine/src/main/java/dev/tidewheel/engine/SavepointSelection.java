package dev.tidewheel.engine;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.plan.SelectionPatterns;
import dev.tidewheel.engine.savepoint.SavedTable;
import dev.tidewheel.engine.savepoint.Savepoint;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.Suggestions;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which tables a savepoint is made of, and which of its tables go back. A pattern means what there is of it; a name has to
 * be there. Used once.
 */
final class SavepointSelection {

    private final PipelineEngine engine;
    private final EngineParts parts;
    private final Definitions definitions;
    private final NameScope scope;
    private final SelectionPatterns patterns;

    SavepointSelection(PipelineEngine engine, EngineParts parts, Definitions definitions) {
        this.engine = engine;
        this.parts = parts;
        this.definitions = definitions;
        this.scope = engine.settings().defaultScope();
        this.patterns = new SelectionPatterns(definitions, scope, new GraphOnDemand(engine, parts, definitions)::graph);
    }

    /**
     * Tables to be saved.
     *
     * @param written patterns as in selections; empty for all tables that are stored
     * @throws PipelineException SELECTION_INVALID for a name that no stored table of the pipeline has
     */
    List<TableName> toSave(List<String> written) {
        List<TableName> stored = engine.ownTables(parts, definitions);
        return written.isEmpty()
                ? stored
                : chosen(written, stored, "the pipeline has no stored table ", "a table is stored once it was updated");
    }

    /**
     * Tables of a savepoint that go back.
     *
     * @param written patterns as in selections; empty for all of them
     * @throws PipelineException SAVEPOINT_INVALID, SELECTION_INVALID
     */
    List<SavedTable> toRestore(Savepoint savepoint, List<String> written) {
        if (savepoint.tables().isEmpty()) {
            throw new PipelineException(Problem.of(
                            ErrorCode.SAVEPOINT_INVALID, "the savepoint `" + savepoint.name() + "` holds no table")
                    .because("it was made before sinks began anew, and rows that a sink was given cannot be taken back")
                    .remedy("take another savepoint"));
        }
        if (written.isEmpty()) {
            return savepoint.tables();
        }
        List<TableName> held = savepoint.tables().stream().map(SavedTable::name).toList();
        String message = "the savepoint `" + savepoint.name() + "` holds none of ";
        List<TableName> chosen = chosen(written, held, message, "only what it holds can go back");
        if (chosen.isEmpty()) {
            throw missing(written, held, message, "only what it holds can go back");
        }
        return chosen.stream().map(savepoint::table).flatMap(Optional::stream).toList();
    }

    private List<TableName> chosen(List<String> written, List<TableName> held, String message, String why) {
        Set<TableName> chosen = new LinkedHashSet<>();
        Set<String> missing = new LinkedHashSet<>();
        for (String pattern : written) {
            boolean named = patterns.isName(pattern);
            for (String name : patterns.expand(new Selection(List.of(pattern), List.of(), false))
                    .refresh()) {
                Optional<TableName> table =
                        scope.qualify(Arrays.asList(name.split("\\."))).filter(held::contains);
                table.ifPresent(chosen::add);
                if (named && table.isEmpty()) {
                    missing.add(name);
                }
            }
        }
        if (!missing.isEmpty()) {
            throw missing(List.copyOf(missing), held, message, why);
        }
        return List.copyOf(chosen);
    }

    private PipelineException missing(List<String> names, List<TableName> held, String message, String why) {
        List<String> known = held.stream().map(scope::shorten).sorted().toList();
        String near = Suggestions.first(names.get(0), known)
                .map(found -> "did you mean `" + found + "`? ")
                .orElse("");
        return new PipelineException(Problem.of(
                        ErrorCode.SELECTION_INVALID, message + "`" + String.join("`, `", names) + "`")
                .because(why)
                .remedy(near + (known.isEmpty() ? "there is none yet" : "choose from: " + String.join(", ", known))));
    }
}
