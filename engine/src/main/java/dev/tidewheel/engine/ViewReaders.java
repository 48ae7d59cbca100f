package dev.tidewheel.engine;

import dev.tidewheel.model.definition.Dataset;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.FlowDefinition;
import dev.tidewheel.model.definition.Query;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.definition.ViewDefinition;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which flows may read a view, through other views too, as far as the texts of the queries tell. Stateless. */
final class ViewReaders {

    private ViewReaders() {}

    static List<FlowDefinition> of(TableName view, Definitions definitions) {
        Set<TableName> names = new HashSet<>(Set.of(view));
        Deque<TableName> open = new ArrayDeque<>(names);
        while (!open.isEmpty()) {
            TableName next = open.remove();
            for (Dataset dataset : definitions.datasets()) {
                if (dataset instanceof ViewDefinition other
                        && mayRead(other.query(), next)
                        && names.add(other.name())) {
                    open.add(other.name());
                }
            }
        }
        return definitions.flows().stream()
                .filter(flow -> names.stream().anyMatch(name -> mayRead(flow.query(), name)))
                .toList();
    }

    /** What a function reads is known only once it is called, what IDENTIFIER means only with its parameters. */
    private static boolean mayRead(Query query, TableName name) {
        if (!(query instanceof SqlQuery sql)) {
            return true;
        }
        String text = sql.sql().text().toLowerCase(Locale.ROOT);
        return text.contains(name.name().toLowerCase(Locale.ROOT)) || text.contains("identifier");
    }
}
