package dev.tidewheel.engine;

import dev.tidewheel.engine.lake.StoredView;
import dev.tidewheel.engine.plan.TablePlan;
import dev.tidewheel.engine.plan.UpdatePlan;
import dev.tidewheel.engine.plan.ViewPlan;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.classic.SparkSession;

/**
 * Makes tables known by name where being in the storage is not enough: to catalogs that are not folders of ours, and to
 * ours where a table has a place of its own. Used by one thread.
 */
final class CatalogEntries {

    private final SparkSession session;
    private final PipelineEngine.Parts parts;

    CatalogEntries(PipelineEngine.Parts parts) {
        this.session = parts.session();
        this.parts = parts;
    }

    /** Enters what an update has made. What is entered already costs a look. */
    void enter(UpdatePlan plan) {
        for (TablePlan table : plan.tables()) {
            boolean elsewhere = parts.storage().explicitPaths().containsKey(table.name());
            if (!table.definition().isPrivate() && (elsewhere || isForeign(table.name()))) {
                enter(table.name(), table.path());
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
