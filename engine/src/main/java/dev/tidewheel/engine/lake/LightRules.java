package dev.tidewheel.engine.lake;

import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.actions.Protocol;
import io.delta.kernel.internal.tablefeatures.TableFeatures;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.VarcharType;

/** Which tables the light path can write without breaking a promise that the table makes. When in doubt: none. */
final class LightRules {
    private static final Set<String> HARMLESS = Set.of(
            "delta.appendonly",
            "delta.enablechangedatafeed",
            "delta.checkpointinterval",
            "delta.logretentionduration",
            "delta.deletedfileretentionduration",
            "delta.settransactionretentionduration",
            "delta.enableexpiredlogcleanup",
            "delta.dataskippingnumindexedcols",
            "delta.targetfilesize",
            "delta.tunefilesizesforrewrites",
            "delta.autooptimize",
            "delta.autooptimize.autocompact",
            "delta.autooptimize.optimizewrite",
            "delta.checkpoint.writestatsasjson",
            "delta.checkpoint.writestatsasstruct");
    /** On existing tables, where delta-spark has set them up, appends need not do more than the Kernel does. */
    private static final Set<String> HARMLESS_TO_APPENDS =
            Set.of("delta.enabledeletionvectors", "delta.enabletypewidening");

    private LightRules() {}

    /** Can a table of this layout be made and filled? */
    static boolean canMake(TableLayout layout) {
        return simple(layout.schema())
                && layout.properties().keySet().stream().allMatch(key -> harmless(key, Set.of()))
                && !changeFeed(layout.properties());
    }

    /** Can rows be appended to this table? */
    static boolean canAppend(TableState state) {
        return kernelWrites(state.kernel())
                && simple(state.view().schema())
                && state.view().properties().keySet().stream().allMatch(key -> harmless(key, HARMLESS_TO_APPENDS));
    }

    /** Can all of this table be replaced, or its layout changed? */
    static boolean canReplace(TableState state) {
        Protocol protocol = state.kernel().getProtocol();
        return kernelWrites(state.kernel())
                && simple(state.view().schema())
                && state.view().properties().keySet().stream().allMatch(key -> harmless(key, Set.of()))
                && !changeFeed(state.view().properties())
                && !protocol.supportsFeature(TableFeatures.ROW_TRACKING_W_FEATURE)
                && !protocol.supportsFeature(TableFeatures.COLUMN_MAPPING_RW_FEATURE);
    }

    /** Can plain Parquet reading give the rows of this table? */
    static boolean canRead(SnapshotImpl kernel) {
        Map<String, String> properties = kernel.getMetadata().getConfiguration();
        String mapping = properties.getOrDefault("delta.columnMapping.mode", "none");
        return mapping.equals("none")
                && !kernel.getProtocol().supportsFeature(TableFeatures.DELETION_VECTORS_RW_FEATURE)
                && !kernel.getProtocol().supportsFeature(TableFeatures.ROW_TRACKING_W_FEATURE)
                && !kernel.getProtocol().supportsFeature(TableFeatures.TYPE_WIDENING_RW_FEATURE);
    }

    private static boolean kernelWrites(SnapshotImpl kernel) {
        try {
            TableFeatures.validateKernelCanWriteToTable(kernel.getProtocol(), kernel.getMetadata(), kernel.getPath());
            return TableFeatures.isDomainMetadataSupported(kernel.getProtocol());
        } catch (KernelException e) {
            return false;
        }
    }

    private static boolean changeFeed(Map<String, String> properties) {
        return properties.entrySet().stream()
                .anyMatch(property -> property.getKey().equalsIgnoreCase("delta.enableChangeDataFeed")
                        && property.getValue().equalsIgnoreCase("true"));
    }

    private static boolean harmless(String property, Set<String> also) {
        String key = property.toLowerCase(Locale.ROOT);
        return !key.startsWith("delta.") || HARMLESS.contains(key) || also.contains(key);
    }

    private static boolean simple(DataType type) {
        if (type instanceof StructType struct) {
            return Arrays.stream(struct.fields()).allMatch(LightRules::simple);
        }
        if (type instanceof ArrayType array) {
            return simple(array.elementType());
        }
        if (type instanceof MapType map) {
            return simple(map.keyType()) && simple(map.valueType());
        }
        if (type instanceof StringType text) {
            return text.isUTF8BinaryCollation() || type instanceof CharType || type instanceof VarcharType;
        }
        return type instanceof BooleanType
                || type instanceof NumericType
                || type instanceof BinaryType
                || type instanceof DateType
                || type instanceof TimestampType
                || type instanceof TimestampNTZType;
    }

    private static boolean simple(StructField field) {
        String metadata = field.metadata().json();
        return simple(field.dataType()) && !metadata.contains("\"delta.") && !metadata.contains("_DEFAULT\"");
    }
}
