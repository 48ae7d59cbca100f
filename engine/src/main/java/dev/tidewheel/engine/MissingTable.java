package dev.tidewheel.engine;

import dev.tidewheel.model.definition.Dataset;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.definition.ViewDefinition;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.Suggestions;
import java.util.List;
import java.util.Optional;

/** Why a table that a person asks for is not there. Stateless. */
final class MissingTable {

    private MissingTable() {}

    /**
     * The problem with what the pipeline knows of the name.
     *
     * @param quoted the name as Spark writes it, each part in back-quotes
     */
    static Problem explain(Problem problem, String quoted, NameScope scope, Definitions definitions) {
        Optional<TableName> wanted =
                scope.qualify(List.of(quoted.replaceAll("^`|`$", "").split("`\\.`")));
        Optional<Dataset> declared = definitions.datasets().stream()
                .filter(dataset -> wanted.filter(dataset.name()::equals).isPresent())
                .findFirst();
        if (declared.isPresent()) {
            return declared(problem, declared.get());
        }
        List<String> known = definitions.datasets().stream()
                .filter(MissingTable::canBeQueried)
                .map(dataset -> scope.shorten(dataset.name()))
                .sorted()
                .toList();
        String near = Suggestions.didYouMean(wanted.map(scope::shorten).orElse(quoted), known);
        return problem.remedy(
                !near.isEmpty() || known.isEmpty() ? near : "the pipeline's tables are " + String.join(", ", known));
    }

    private static Problem declared(Problem problem, Dataset dataset) {
        String name = "`" + dataset.name().name() + "`";
        if (canBeQueried(dataset)) {
            return new Problem(
                    problem.code(),
                    "the table " + name + " does not exist yet",
                    "the pipeline declares it, and no update has made it so far",
                    "start an update with `tidewheel run`",
                    problem.location(),
                    null);
        }
        String kind = dataset instanceof ViewDefinition ? "is a temporary view" : "is a private table";
        return new Problem(
                problem.code(),
                name + " " + kind + ", which only the pipeline itself can read",
                "",
                "query a table that reads it, or declare it without TEMPORARY or PRIVATE",
                problem.location(),
                null);
    }

    private static boolean canBeQueried(Dataset dataset) {
        return dataset instanceof ViewDefinition view
                ? view.persistent()
                : dataset instanceof TableDefinition table && !table.isPrivate();
    }
}
