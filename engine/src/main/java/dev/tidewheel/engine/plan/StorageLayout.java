package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.lake.FolderNames;
import dev.tidewheel.engine.lake.StoredViews;
import dev.tidewheel.engine.lake.TableLinks;
import dev.tidewheel.model.name.TableName;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Where everything of a pipeline is kept below its storage root. Names of folders are in lower case, since names of
 * tables are compared without regard to case. Immutable.
 */
public final class StorageLayout {

    private final String root;
    private final Map<TableName, String> explicitPaths;

    /**
     * @param root of the pipeline's storage, a path or URI without a slash at its end
     * @param explicitPaths tables that are kept elsewhere because their definition says so
     */
    public StorageLayout(String root, Map<TableName, String> explicitPaths) {
        this.root = root;
        this.explicitPaths = new HashMap<>(explicitPaths);
    }

    /** Tables that are kept outside the storage. */
    public Map<TableName, String> explicitPaths() {
        return Map.copyOf(explicitPaths);
    }

    public String root() {
        return root;
    }

    /** Root of all tables, one folder a catalog. */
    public String tables() {
        return root + "/tables";
    }

    /** Folder of the schemas of a catalog. */
    public String catalog(String catalog) {
        return tables() + "/" + FolderNames.folder(catalog);
    }

    public String table(TableName name) {
        String explicit = explicitPaths.get(name);
        return explicit != null ? explicit : catalogTable(name);
    }

    /** Where the catalog looks for a table that has no place of its own. */
    public String catalogTable(TableName name) {
        return schema(name) + "/" + FolderNames.folder(name.name());
    }

    /** The file by which the catalog finds a table that has a place of its own. */
    public String link(TableName name) {
        return TableLinks.file(schema(name), name.name());
    }

    /** The file of a published view. */
    public String view(TableName name) {
        return StoredViews.file(schema(name), name.name());
    }

    private String schema(TableName name) {
        return catalog(name.catalog()) + "/" + FolderNames.folder(name.schema());
    }

    /** Where a private table is: outside the folders of the catalog, so that nobody else sees it. */
    public String privateTable(TableName name) {
        return root + "/private/" + full(name);
    }

    /** What a flow keeps besides the table: documents of its sources and state of Structured Streaming. */
    public String checkpoint(TableName target, TableName flow, int generation) {
        return checkpoints(target, flow) + "/" + generation;
    }

    /** The folder of all generations of a flow. */
    public String checkpoints(TableName target, TableName flow) {
        return checkpoints() + "/" + full(target) + "/" + full(flow);
    }

    /** The folder that has one for each table and sink. */
    public String checkpoints() {
        return root + "/checkpoints";
    }

    /** Documents of one source of a flow. */
    public String sourceState(TableName target, TableName flow, int generation, String inputKey) {
        CRC32 hash = new CRC32();
        hash.update(inputKey.getBytes(StandardCharsets.UTF_8));
        return checkpoint(target, flow, generation) + "/sources/" + Long.toHexString(hash.getValue());
    }

    private static String full(TableName name) {
        return FolderNames.folder(name.catalog()) + "." + FolderNames.folder(name.schema()) + "."
                + FolderNames.folder(name.name());
    }
}
