package dev.tidewheel.engine.frontend.java;

import dev.tidewheel.api.TableBuilder;
import dev.tidewheel.engine.frontend.ddl.SchemaColumns;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.FlowDefinition;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.definition.TableDefinition;
import dev.tidewheel.model.definition.TableSpecification;
import dev.tidewheel.model.definition.TableSpecification.Clustering;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SourceLocation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A table under declaration. */
abstract class TableDeclaration<B extends TableBuilder<B>> extends DatasetDeclaration<B> implements TableBuilder<B> {
    private static final String PARTITIONING = "partitioning";
    private static final String CLUSTERING = "clustering";

    private SchemaColumns schema = SchemaColumns.NONE;
    private List<String> partitions = List.of();
    private List<String> clustering = List.of();
    private boolean automatic;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private @Nullable String folder;
    boolean isPrivate;

    TableDeclaration(Declared declared) {
        super(declared);
    }

    @Override
    public final B schema(String ddl) {
        declarations.ensureOpen();
        if (first("schema") && declared.isGiven("schema", ddl)) {
            readSchema(() -> SchemaColumns.ofDdl(declarations.fragment(ddl)));
        }
        return self();
    }

    @Override
    public final B schema(StructType type) {
        declarations.ensureOpen();
        if (first("schema")) {
            if (type == null || type.isEmpty()) {
                declared.problem(declared.title() + " is given an empty schema", "", place());
            } else {
                readSchema(() -> SchemaColumns.ofType(type, declarations::fragment, place()));
            }
        }
        return self();
    }

    private void readSchema(Supplier<SchemaColumns> reader) {
        try {
            schema = reader.get();
        } catch (PipelineException e) {
            e.problems().forEach(declared::problem);
        }
    }

    @Override
    public final B partitionedBy(String... columns) {
        declarations.ensureOpen();
        if (first(PARTITIONING)) {
            partitions = columns("partitionedBy", columns);
        }
        return self();
    }

    @Override
    public final B clusterBy(String... columns) {
        declarations.ensureOpen();
        if (first(CLUSTERING)) {
            clustering = columns("clusterBy", columns);
        }
        return self();
    }

    @Override
    public final B clusterByAuto() {
        declarations.ensureOpen();
        automatic = true;
        return self();
    }

    @Override
    public final B property(String key, String value) {
        declarations.ensureOpen();
        put("property", properties, key, value);
        return self();
    }

    @Override
    public final B properties(Map<String, String> entries) {
        entries.forEach(this::property);
        return self();
    }

    @Override
    public final B privateTable() {
        declarations.ensureOpen();
        isPrivate = true;
        return self();
    }

    @Override
    public final B path(String place) {
        declarations.ensureOpen();
        if (first("path") && declared.isGiven("path", place)) {
            folder = place;
        }
        return self();
    }

    @Override
    final Definitions definitions(TableName name) {
        if (isSettled(PARTITIONING) && (automatic || isSettled(CLUSTERING))) {
            declared.problem(
                    declared.title() + " is both partitioned and clustered",
                    "keep one of the two; clustering suits most tables",
                    declared.location());
        }
        boolean complete = !needsQuery() || hasQuery();
        TableSpecification specification = new TableSpecification(
                schema.columns(),
                schema.keys(),
                partitions,
                new Clustering(automatic, clustering),
                comment,
                properties,
                folder,
                null);
        TableDefinition table = table(name, specification, declared.location());
        List<FlowDefinition> flows = complete && query != null
                ? List.of(new FlowDefinition(
                        name, name, ownFlow(), query(), null, configuration, true, declared.location()))
                : List.of();
        return new Definitions(List.of(table), flows, List.of());
    }

    abstract boolean needsQuery();

    abstract FlowKind ownFlow();

    abstract TableDefinition table(TableName name, TableSpecification specification, SourceLocation location);
}
