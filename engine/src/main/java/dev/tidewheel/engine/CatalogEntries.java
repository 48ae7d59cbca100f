package dev.tidewheel.engine;

import dev.tidewheel.engine.lake.StoredView;
import dev.tidewheel.engine.lake.TableSnapshot;
import dev.tidewheel.engine.plan.TablePlan;
import dev.tidewheel.engine.plan.UpdatePlan;
import dev.tidewheel.engine.plan.ViewPlan;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Makes tables known by name where being in the storage is not enough: to catalogs that are not folders of ours, and to
 * ours where a table has a place of its own. Used by one thread.
 */
final class CatalogEntries {

    private final SparkSession session;
    private final EngineParts parts;

    CatalogEntries(EngineParts parts) {
        this.session = parts.session();
        this.parts = parts;
    }

    /** Enters what an update has made. What is entered already costs a look. */
    void enter(UpdatePlan plan) {
        for (TablePlan table : plan.tables()) {
            if (table.definition().isPrivate()) {
                continue;
            }
            if (isForeign(table.name())) {
                if (table.stored() == null) {
                    leave(table.name(), table.path());
                }
                enter(table.name(), table.path());
            } else {
                link(table.name(), table.path());
            }
        }
        for (ViewPlan view : plan.views()) {
            StoredView stored = view.view();
            if (stored != null && isForeign(view.name())) {
                enter(view.name(), stored);
            }
        }
    }

    /** Enters the stored tables of catalogs that forget them when the process ends. */
    void enterStored() {
        for (TableName table : parts.tables().list()) {
            if (isForeign(table)) {
                enter(table, parts.storage().table(table));
            }
        }
    }

    private boolean isForeign(TableName name) {
        return parts.sessions().isForeignCatalog(name.catalog());
    }

    /** Makes a name of our own catalogs stand for the table at a path, also if the table was elsewhere before. */
    private void link(TableName name, String path) {
        String file = parts.storage().link(name);
        Optional<String> entered = parts.links().read(file);
        boolean elsewhere = parts.storage().explicitPaths().containsKey(name);
        if (!elsewhere && entered.isEmpty()) {
            return;
        }
        Optional<TableSnapshot> now = parts.lake().snapshot(path);
        if (now.isEmpty() || !isOfTheSamePipeline(entered.orElse(parts.storage().catalogTable(name)), now.get())) {
            return;
        }
        if (!elsewhere) {
            parts.links().remove(file);
        } else if (entered.flatMap(parts.lake()::snapshot)
                .filter(other -> other.path().equals(now.get().path()))
                .isEmpty()) {
            run(name, "CREATE SCHEMA IF NOT EXISTS " + quoted(name.catalog(), name.schema()));
            parts.links().write(file, now.get().path());
        }
    }

    /** True as well if there is no table at the path. */
    private boolean isOfTheSamePipeline(String path, TableSnapshot table) {
        return parts.lake()
                .snapshot(path)
                .filter(other -> !Objects.equals(owner(other), owner(table)))
                .isEmpty();
    }

    private static @Nullable String owner(TableSnapshot table) {
        return table.properties().get(PipelineEngine.OWNER);
    }

    /** Takes a name of somebody else's catalog from the place where the table was before. */
    private void leave(TableName name, String path) {
        Optional<TableSnapshot> now = parts.lake().snapshot(path);
        if (now.isEmpty() || !session.catalog().tableExists(quoted(name))) {
            return;
        }
        String entered = session.sql("DESCRIBE DETAIL " + quoted(name))
                .select("location")
                .first()
                .getString(0);
        boolean moved = parts.lake()
                .snapshot(entered)
                .filter(other -> !other.path().equals(now.get().path()))
                .isPresent();
        if (moved && isOfTheSamePipeline(entered, now.get())) {
            // entered with a location, so that the files stay
            run(name, "DROP TABLE " + quoted(name));
        }
    }

    private void enter(TableName name, String path) {
        if (parts.lake().snapshot(path).isEmpty() || session.catalog().tableExists(quoted(name))) {
            return;
        }
        run(name, "CREATE SCHEMA IF NOT EXISTS " + quoted(name.catalog(), name.schema()));
        run(
                name,
                "CREATE TABLE IF NOT EXISTS " + quoted(name) + " USING delta LOCATION '"
                        + path.replace("\\", "\\\\").replace("'", "\\'") + "'");
    }

    private void enter(TableName name, StoredView view) {
        var catalogs = session.sessionState().catalogManager();
        String catalog = catalogs.currentCatalog().name();
        String[] namespace = catalogs.currentNamespace();
        try {
            catalogs.setCurrentCatalog(view.catalog() == null ? name.catalog() : view.catalog());
            catalogs.setCurrentNamespace(view.namespace().toArray(String[]::new));
            run(name, "CREATE OR REPLACE VIEW " + quoted(name) + " AS " + view.query());
        } finally {
            catalogs.setCurrentCatalog(catalog);
            catalogs.setCurrentNamespace(namespace);
        }
    }

    private void run(TableName name, String statement) {
        try {
            session.sql(statement);
        } catch (RuntimeException e) {
            throw refused(name, e);
        } catch (Exception e) {
            // Spark's exceptions are checked, but Scala does not declare them.
            throw refused(name, e);
        }
    }

    private static PipelineException refused(TableName name, Exception cause) {
        return new PipelineException(
                Problem.of(ErrorCode.CATALOG_REFUSED, "The catalog " + name.catalog() + " does not take " + name)
                        .because(String.valueOf(cause.getMessage())
                                .lines()
                                .findFirst()
                                .orElse(""))
                        .remedy("check the settings spark.sql.catalog." + name.catalog()
                                + "… and what its user may create; the table itself is in the storage")
                        .in(name.toString()),
                cause);
    }

    private static String quoted(TableName name) {
        return quoted(name.catalog(), name.schema(), name.name());
    }

    private static String quoted(String... parts) {
        List<String> quoted = new ArrayList<>();
        for (String part : parts) {
            quoted.add("`" + part.replace("`", "``") + "`");
        }
        return String.join(".", quoted);
    }
}
