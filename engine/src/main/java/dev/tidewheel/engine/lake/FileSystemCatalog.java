package dev.tidewheel.engine.lake;

import dev.tidewheel.engine.file.WholeFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.analysis.NamespaceAlreadyExistsException;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.NoSuchViewException;
import org.apache.spark.sql.catalyst.analysis.NonEmptyNamespaceException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.catalyst.analysis.ViewAlreadyExistsException;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.Relation;
import org.apache.spark.sql.connector.catalog.RelationCatalog;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableCatalogCapability;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.TableInfo;
import org.apache.spark.sql.connector.catalog.TableSummary;
import org.apache.spark.sql.connector.catalog.View;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * A Spark catalog without a metastore: its truth is the folders. A folder {@code <root>/<schema>/<table>} with a
 * {@code _delta_log} is a table, a file {@code <root>/<schema>/<view>.view.json} is a view, a file
 * {@code <table>.table.json} is a table with a {@code LOCATION} elsewhere, which is not dropped with its name, and goes
 * before a folder that the table has left behind. Configure it as {@code spark.sql.catalog.<name>} with the option {@code root}. Names are case-insensitive. Thread-safe; tables
 * survive restarts, and processes that share the folders agree.
 */
public final class FileSystemCatalog implements RelationCatalog, SupportsNamespaces {
    private static final String DEFAULT = "default";

    private @Nullable String name;
    private @Nullable CatalogFolders folders;
    private @Nullable Lake lake;

    @Override
    public void initialize(String catalogName, CaseInsensitiveStringMap options) {
        this.name = catalogName;
        String root = options.get("root");
        if (root == null) {
            throw new IllegalArgumentException("Set spark.sql.catalog." + catalogName + ".root to a folder");
        }
        this.folders = new CatalogFolders(root, session().sessionState().newHadoopConf());
    }

    @Override
    public String name() {
        return name == null ? "" : name;
    }

    @Override
    public String[] defaultNamespace() {
        return new String[] {DEFAULT};
    }

    @Override
    public Set<TableCatalogCapability> capabilities() {
        return Set.of(
                TableCatalogCapability.SUPPORTS_CREATE_TABLE_WITH_GENERATED_COLUMNS,
                TableCatalogCapability.SUPPORTS_CREATE_TABLE_WITH_IDENTITY_COLUMNS,
                TableCatalogCapability.SUPPORT_COLUMN_DEFAULT_VALUE);
    }

    // tables

    @Override
    public Relation loadRelation(Identifier identifier) throws NoSuchTableException {
        try {
            Optional<Path> table = table(identifier).or(() -> CatalogTables.byPath(session(), identifier));
            if (table.isPresent()) {
                return CatalogTables.load(session(), table.get(), fullName(identifier));
            }
            Optional<Path> view = view(identifier);
            if (view.isPresent()) {
                return ViewFile.read(folders().fileSystem(), view.get());
            }
        } catch (IOException e) {
            throw LakeProblems.io("Cannot read the catalog " + name(), e);
        }
        throw new NoSuchTableException(identifier);
    }

    @Override
    public boolean tableExists(Identifier identifier) {
        try {
            return table(identifier)
                    .or(() -> CatalogTables.byPath(session(), identifier))
                    .isPresent();
        } catch (IOException e) {
            throw LakeProblems.io("Cannot read the catalog " + name(), e);
        }
    }

    @Override
    public Table loadTable(Identifier identifier, String version) throws NoSuchTableException {
        return CatalogTables.atVersion(session(), existing(identifier), fullName(identifier), version);
    }

    @Override
    public Table loadTable(Identifier identifier, long timestamp) throws NoSuchTableException {
        return CatalogTables.atTimestamp(session(), existing(identifier), fullName(identifier), timestamp);
    }

    @Override
    public Identifier[] listTables(String[] namespace) throws NoSuchNamespaceException {
        try {
            return identifiers(namespace, folders().tables(schema(namespace)));
        } catch (IOException e) {
            throw LakeProblems.io("Cannot read the catalog " + name(), e);
        }
    }

    @Override
    public TableSummary[] listTableSummaries(String[] namespace) throws NoSuchNamespaceException {
        List<TableSummary> summaries = new ArrayList<>();
        for (Identifier identifier : listTables(namespace)) {
            summaries.add(TableSummary.of(identifier, TableSummary.MANAGED_TABLE_TYPE));
        }
        return summaries.toArray(TableSummary[]::new);
    }

    @Override
    public Table createTable(Identifier identifier, TableInfo info)
            throws TableAlreadyExistsException, NoSuchNamespaceException {
        return createTable(identifier, info.columns(), info.partitions(), info.properties());
    }

    @Override
    @Deprecated
    public Table createTable(
            Identifier identifier, Column[] columns, Transform[] partitions, Map<String, String> properties)
            throws TableAlreadyExistsException, NoSuchNamespaceException {
        String provider = properties.getOrDefault(TableCatalog.PROP_PROVIDER, "delta");
        if (!provider.equalsIgnoreCase("delta")) {
            throw new UnsupportedOperationException(
                    "The catalog " + name() + " keeps Delta tables only, not " + provider);
        }
        try {
            if (tableExists(identifier) || view(identifier).isPresent()) {
                throw new TableAlreadyExistsException(identifier);
            }
            boolean byPath = CatalogTables.isPath(identifier);
            if (!byPath) {
                schema(identifier.namespace());
            }
            String location = byPath ? null : properties.get(TableCatalog.PROP_LOCATION);
            Path folder = newFolder(identifier, byPath ? identifier.name() : location);
            WriteResult made = lake().create(
                            folder.toString(),
                            CatalogLayout.of(columns, partitions, properties),
                            CommitNote.of("CREATE TABLE"));
            if (location != null) {
                TableLink.write(
                        configuration(), folders().newLink(identifier.namespace()[0], identifier.name()), folder);
            } else if (made.skipped()) {
                throw new TableAlreadyExistsException(identifier);
            }
            return CatalogTables.load(session(), folder, fullName(identifier));
        } catch (IOException e) {
            throw LakeProblems.io("Cannot create the table " + fullName(identifier), e);
        }
    }

    private Path newFolder(Identifier identifier, @Nullable String location) throws IOException {
        return location == null ? folders().newTable(identifier.namespace()[0], identifier.name()) : new Path(location);
    }

    /** delta-spark alters tables that it addresses by path. */
    @Override
    public Table alterTable(Identifier identifier, TableChange... changes) throws NoSuchTableException {
        Path folder = existing(identifier);
        CatalogTables.deltaCatalog(session())
                .alterTable(Identifier.of(new String[] {"delta"}, folder.toString()), changes);
        return CatalogTables.load(session(), folder, fullName(identifier));
    }

    @Override
    public boolean dropTable(Identifier identifier) {
        try {
            Optional<Path> table = table(identifier);
            if (table.isEmpty()) {
                return false;
            }
            Optional<Path> link = link(identifier);
            if (link.isPresent()) {
                return folders().fileSystem().delete(link.get(), false);
            }
            folders().remove(table.get());
            DeltaLog.invalidateCache(session(), table.get());
            return true;
        } catch (IOException e) {
            throw LakeProblems.io("Cannot drop the table " + fullName(identifier), e);
        }
    }

    @Override
    public void renameTable(Identifier from, Identifier to) throws NoSuchTableException, TableAlreadyExistsException {
        Path folder = existing(from);
        try {
            if (table(to).isPresent() || view(to).isPresent()) {
                throw new TableAlreadyExistsException(to);
            }
            Optional<Path> link = link(from);
            if (link.isPresent()) {
                WholeFile.rename(configuration(), link.get(), folders().newLink(to.namespace()[0], to.name()));
                return;
            }
            Path target = folders().newTable(to.namespace()[0], to.name());
            if (!folders().fileSystem().rename(folder, target)) {
                throw new IOException("rename of " + folder + " to " + target + " refused");
            }
            DeltaLog.invalidateCache(session(), folder);
        } catch (IOException e) {
            throw LakeProblems.io("Cannot rename the table " + fullName(from), e);
        }
    }

    // views

    @Override
    public Identifier[] listViews(String[] namespace) throws NoSuchNamespaceException {
        try {
            return identifiers(namespace, folders().views(schema(namespace)));
        } catch (IOException e) {
            throw LakeProblems.io("Cannot read the catalog " + name(), e);
        }
    }

    @Override
    public View createView(Identifier identifier, View view)
            throws ViewAlreadyExistsException, NoSuchNamespaceException {
        try {
            if (table(identifier).isPresent()) {
                throw new ViewAlreadyExistsException(identifier);
            }
            schema(identifier.namespace());
            Path file = folders().newView(identifier.namespace()[0], identifier.name());
            if (view(identifier).isPresent()) {
                throw new ViewAlreadyExistsException(identifier);
            }
            ViewFile.create(configuration(), file, view);
            return view;
        } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
            throw new ViewAlreadyExistsException(identifier);
        } catch (IOException e) {
            throw LakeProblems.io("Cannot create the view " + fullName(identifier), e);
        }
    }

    @Override
    public View replaceView(Identifier identifier, View view) throws NoSuchViewException {
        try {
            Path file = view(identifier).orElseThrow(() -> new NoSuchViewException(identifier));
            ViewFile.replace(configuration(), file, view);
            return view;
        } catch (IOException e) {
            throw LakeProblems.io("Cannot replace the view " + fullName(identifier), e);
        }
    }

    @Override
    public boolean dropView(Identifier identifier) {
        try {
            Optional<Path> view = view(identifier);
            return view.isPresent() && folders().fileSystem().delete(view.get(), false);
        } catch (IOException e) {
            throw LakeProblems.io("Cannot drop the view " + fullName(identifier), e);
        }
    }

    @Override
    public void renameView(Identifier from, Identifier to) throws NoSuchViewException, ViewAlreadyExistsException {
        try {
            Path file = view(from).orElseThrow(() -> new NoSuchViewException(from));
            if (table(to).isPresent()) {
                throw new ViewAlreadyExistsException(to);
            }
            WholeFile.rename(configuration(), file, folders().newView(to.namespace()[0], to.name()));
        } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
            throw new ViewAlreadyExistsException(to);
        } catch (IOException e) {
            throw LakeProblems.io("Cannot rename the view " + fullName(from), e);
        }
    }

    // namespaces

    @Override
    public String[][] listNamespaces() {
        try {
            List<String[]> found = new ArrayList<>();
            for (String schema : folders().schemas()) {
                found.add(new String[] {schema});
            }
            if (found.stream().noneMatch(schema -> schema[0].equalsIgnoreCase(DEFAULT))) {
                found.add(new String[] {DEFAULT});
            }
            return found.toArray(String[][]::new);
        } catch (IOException e) {
            throw LakeProblems.io("Cannot read the catalog " + name(), e);
        }
    }

    @Override
    public String[][] listNamespaces(String[] namespace) throws NoSuchNamespaceException {
        if (namespace.length == 0) {
            return listNamespaces();
        }
        loadNamespaceMetadata(namespace);
        return new String[0][];
    }

    @Override
    public Map<String, String> loadNamespaceMetadata(String[] namespace) throws NoSuchNamespaceException {
        try {
            return Map.of(SupportsNamespaces.PROP_LOCATION, schema(namespace).toString());
        } catch (IOException e) {
            throw LakeProblems.io("Cannot read the catalog " + name(), e);
        }
    }

    @Override
    public void createNamespace(String[] namespace, Map<String, String> metadata)
            throws NamespaceAlreadyExistsException {
        try {
            if (namespace.length != 1) {
                throw new UnsupportedOperationException("Schemas of the catalog " + name() + " have one part");
            }
            if (folders().schema(namespace[0]).isPresent()) {
                throw new NamespaceAlreadyExistsException(namespace);
            }
            folders().fileSystem().mkdirs(folders().schemaOrNew(namespace[0]));
        } catch (IOException e) {
            throw LakeProblems.io("Cannot create the schema " + String.join(".", namespace), e);
        }
    }

    @Override
    public void alterNamespace(String[] namespace, NamespaceChange... changes) {
        throw new UnsupportedOperationException("Schemas of the catalog " + name() + " have no properties");
    }

    @Override
    public boolean dropNamespace(String[] namespace, boolean cascade)
            throws NoSuchNamespaceException, NonEmptyNamespaceException {
        try {
            Path folder = schema(namespace);
            boolean empty = folders().tables(folder).isEmpty()
                    && folders().views(folder).isEmpty();
            if (!cascade && !empty) {
                throw new NonEmptyNamespaceException(namespace);
            }
            if (folders().fileSystem().exists(folder)) {
                folders().remove(folder);
            }
            return true;
        } catch (IOException e) {
            throw LakeProblems.io("Cannot drop the schema " + String.join(".", namespace), e);
        }
    }

    private Optional<Path> table(Identifier identifier) throws IOException {
        return identifier.namespace().length == 1
                ? folders().table(identifier.namespace()[0], identifier.name())
                : Optional.empty();
    }

    private Optional<Path> link(Identifier identifier) throws IOException {
        return folders().link(identifier.namespace()[0], identifier.name());
    }

    private Optional<Path> view(Identifier identifier) throws IOException {
        return identifier.namespace().length == 1
                ? folders().view(identifier.namespace()[0], identifier.name())
                : Optional.empty();
    }

    private Path existing(Identifier identifier) throws NoSuchTableException {
        try {
            Optional<Path> table = table(identifier);
            if (table.isPresent()) {
                return table.get();
            }
        } catch (IOException e) {
            throw LakeProblems.io("Cannot read the catalog " + name(), e);
        }
        throw new NoSuchTableException(identifier);
    }

    private Path schema(String[] namespace) throws IOException, NoSuchNamespaceException {
        if (namespace.length == 1) {
            Optional<Path> folder = folders().schema(namespace[0]);
            if (folder.isPresent()) {
                return folder.get();
            }
            if (namespace[0].equalsIgnoreCase(DEFAULT)) {
                return folders().schemaOrNew(DEFAULT);
            }
        }
        throw new NoSuchNamespaceException(namespace);
    }

    private static Identifier[] identifiers(String[] namespace, List<String> names) {
        return names.stream().map(found -> Identifier.of(namespace, found)).toArray(Identifier[]::new);
    }

    private String fullName(Identifier identifier) {
        return name() + "." + String.join(".", identifier.namespace()) + "." + identifier.name();
    }

    private CatalogFolders folders() {
        if (folders == null) {
            throw new IllegalStateException("The catalog is not initialized");
        }
        return folders;
    }

    private Configuration configuration() {
        return session().sessionState().newHadoopConf();
    }

    private synchronized Lake lake() {
        if (lake == null) {
            lake = new Lake(session());
        }
        return lake;
    }

    private static SparkSession session() {
        return (SparkSession) org.apache.spark.sql.SparkSession.active();
    }
}
