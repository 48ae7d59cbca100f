package dev.tidewheel.engine.source.header;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Expressions that turn the columns of a file into those that are wanted, and collect what would be lost. Immutable. */
final class Fitting {
    private final boolean caseSensitive;

    Fitting(boolean caseSensitive) {
        this.caseSensitive = caseSensitive;
    }

    /**
     * What becomes of a value.
     *
     * @param value in the wanted type
     * @param lost what of it does not fit, null if all does
     */
    private record Fitted(Column value, @Nullable Column lost) {}

    /** What becomes of all columns of a file. */
    static final class Columns {
        private final Map<String, Column> values = new LinkedHashMap<>();
        private final List<Column> lost = new ArrayList<>();

        /** The value of a wanted column; empty for columns that do not come from the content of files. */
        Optional<Column> value(String name) {
            return Optional.ofNullable(values.get(name));
        }

        /** The text for the column of rescued data, null if nothing is lost. */
        Column rescued(Column path) {
            if (lost.isEmpty()) {
                return functions.lit(null).cast(DataTypes.StringType);
            }
            List<Column> all = new ArrayList<>(lost);
            all.add(path.as("_file_path"));
            return functions.when(anyOf(lost), functions.to_json(functions.struct(all.toArray(Column[]::new))));
        }
    }

    Columns columns(Function<String, Column> columns, StructType own, StructType wanted) {
        Columns result = new Columns();
        collect(columns, own, wanted, result.values, result.lost);
        return result;
    }

    private void collect(
            Function<String, Column> fields,
            StructType own,
            StructType wanted,
            Map<String, Column> values,
            List<Column> lost) {
        List<String> used = new ArrayList<>();
        for (StructField field : wanted.fields()) {
            Optional<StructField> source = TypeFit.exact(own, field.name())
                    .or(() -> caseSensitive ? Optional.empty() : TypeFit.ignoringCase(own, field.name()));
            if (source.isEmpty()) {
                values.put(field.name(), functions.lit(null).cast(field.dataType()));
                continue;
            }
            String name = source.get().name();
            used.add(name);
            Fitted fitted = fit(fields.apply(name), source.get().dataType(), field.dataType());
            values.put(field.name(), fitted.value());
            if (fitted.lost() != null) {
                lost.add(fitted.lost().as(name));
            }
        }
        for (StructField field : own.fields()) {
            if (!used.contains(field.name())) {
                lost.add(fields.apply(field.name()).as(field.name()));
            }
        }
    }

    private Fitted fit(Column value, DataType own, DataType wanted) {
        if (TypeFit.same(own, wanted)) {
            return new Fitted(value, null);
        }
        if (TypeFit.widens(own, wanted)) {
            return new Fitted(value.cast(wanted), null);
        }
        if (own instanceof StructType ownStruct && wanted instanceof StructType wantedStruct) {
            Map<String, Column> values = new LinkedHashMap<>();
            List<Column> lost = new ArrayList<>();
            collect(value::getField, ownStruct, wantedStruct, values, lost);
            Column[] fields = values.entrySet().stream()
                    .map(field -> field.getValue().as(field.getKey()))
                    .toArray(Column[]::new);
            Column struct = functions.when(value.isNotNull(), functions.struct(fields));
            return new Fitted(
                    struct,
                    lost.isEmpty() ? null : functions.when(anyOf(lost), functions.struct(lost.toArray(Column[]::new))));
        }
        if (own instanceof ArrayType ownArray
                && wanted instanceof ArrayType wantedArray
                && holdsStructs(wantedArray.elementType())) {
            return fitAll(
                    value,
                    inside -> fit(inside, ownArray.elementType(), wantedArray.elementType()),
                    functions::transform,
                    functions::exists);
        }
        if (own instanceof MapType ownMap
                && wanted instanceof MapType wantedMap
                && TypeFit.same(ownMap.keyType(), wantedMap.keyType())
                && holdsStructs(wantedMap.valueType())) {
            return fitAll(
                    value,
                    inside -> fit(inside, ownMap.valueType(), wantedMap.valueType()),
                    (map, change) -> functions.transform_values(map, (key, inside) -> change.apply(inside)),
                    (map, test) -> functions.exists(functions.map_values(map), test));
        }
        return new Fitted(functions.lit(null).cast(wanted), value);
    }

    /** What becomes of the elements of an array or the values of a map; of those that lose nothing null is shown. */
    private static Fitted fitAll(
            Column all,
            Function<Column, Fitted> fit,
            BiFunction<Column, scala.Function1<Column, Column>, Column> change,
            BiFunction<Column, scala.Function1<Column, Column>, Column> test) {
        boolean[] loses = new boolean[1];
        Column value = change.apply(all, inside -> {
            Fitted fitted = fit.apply(inside);
            loses[0] |= fitted.lost() != null;
            return fitted.value();
        });
        if (!loses[0]) {
            return new Fitted(value, null);
        }
        Column lost = change.apply(all, inside -> lost(fit.apply(inside)));
        return new Fitted(
                value,
                functions.when(test.apply(all, inside -> lost(fit.apply(inside)).isNotNull()), lost));
    }

    private static Column lost(Fitted fitted) {
        Column lost = fitted.lost();
        return lost == null ? functions.lit(null) : lost;
    }

    private static boolean holdsStructs(DataType type) {
        return type instanceof StructType
                || (type instanceof ArrayType array && holdsStructs(array.elementType()))
                || (type instanceof MapType map && holdsStructs(map.valueType()));
    }

    private static Column anyOf(List<Column> columns) {
        return columns.stream().map(Column::isNotNull).reduce(Column::or).orElseGet(() -> functions.lit(false));
    }
}
