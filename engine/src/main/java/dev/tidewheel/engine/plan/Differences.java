package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.change.Change;
import dev.tidewheel.engine.change.ChangeEffect;
import dev.tidewheel.engine.lake.TableStatistics;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What differs between a table or sink and its definition.
 *
 * @param touched what the table holds, null if that was not asked for
 * @param dependants what reads it, directly or through others
 */
public record Differences(List<Change> changes, @Nullable TableStatistics touched, List<TableName> dependants) {

    static final Differences NONE = of(List.of());

    public Differences {
        changes = List.copyOf(changes);
        dependants = List.copyOf(dependants);
    }

    static Differences of(List<Change> changes) {
        return new Differences(changes, null, List.of());
    }

    Differences and(Change change) {
        List<Change> all = new ArrayList<>(changes);
        all.add(change);
        return new Differences(all, touched, dependants);
    }

    Differences about(@Nullable TableStatistics size, List<TableName> readers) {
        return new Differences(changes, size, readers);
    }

    /** True if the table or sink has to begin anew. */
    public boolean needReset() {
        return changes.stream().anyMatch(Change::needsReset);
    }

    /** True if rows that are stored do not stay as they are. */
    public boolean touchRows() {
        return changes.stream().anyMatch(change -> change.needsReset() || change.effect() == ChangeEffect.RECOMPUTE);
    }
}
