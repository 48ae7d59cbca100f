package dev.tidewheel.engine.frontend.java;

import dev.tidewheel.api.FlowContext;
import dev.tidewheel.model.definition.Definitions;
import dev.tidewheel.model.definition.Query;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SourceLocation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** What all builders collect. A call with a mistake is reported and has no other effect. */
abstract class Declaration {
    final Declared declared;
    final Declarations declarations;
    final Map<String, String> configuration = new LinkedHashMap<>();
    private final Map<String, SourceLocation> settled = new LinkedHashMap<>();

    @Nullable
    String comment;

    @Nullable
    Query query;

    Declaration(Declared declared) {
        this.declared = declared;
        this.declarations = declared.declarations();
    }

    /** The finished definitions; nothing if the name is not valid. */
    final Definitions finish() {
        return declared.name().map(this::definitions).orElse(Definitions.NONE);
    }

    /** Checks what can only be checked at the end, and builds; nothing, with a problem, if something is missing. */
    abstract Definitions definitions(TableName name);

    final SourceLocation place() {
        return declarations.place("");
    }

    /** False, with a problem, if {@code what} was said before. To be called first by what may be said once. */
    final boolean first(String what) {
        SourceLocation here = place();
        @Nullable SourceLocation before = settled.putIfAbsent(what, here);
        if (before == null) {
            return true;
        }
        declared.problem(Problem.of(ErrorCode.JAVA_DEFINITION_INVALID, declared.title() + " is given a second " + what)
                .because("the first one is given at " + before)
                .remedy("keep one of the two")
                .at(here));
        return false;
    }

    final void setComment(String text) {
        declarations.ensureOpen();
        if (first("comment") && declared.isGiven("comment", text)) {
            comment = text;
        }
    }

    final void setConfiguration(String key, String value) {
        declarations.ensureOpen();
        put("setting", configuration, key, value);
    }

    /** Adds an entry; a later value replaces an earlier one. */
    final void put(String what, Map<String, String> entries, String key, String value) {
        if (!declared.isGiven(what + " (its key)", key)) {
            return;
        }
        if (value == null) {
            declared.problem(
                    declared.title() + " has no value for the " + what + " `" + key + "`", "give a text", place());
            return;
        }
        entries.put(key, value);
    }

    final void setFunction(Function<FlowContext, Dataset<Row>> function) {
        declarations.ensureOpen();
        if (!first("query")) {
            return;
        }
        if (function == null) {
            declared.problem(declared.title() + " is given an empty query", "", place());
            return;
        }
        SourceLocation location = place();
        UserFunction located = new UserFunction(
                function,
                "the query of `" + declared.written() + "`",
                location,
                declarations.code(),
                declarations.owner());
        query = new FunctionQuery(located, declarations.context(), location, declarations.code());
    }

    final void setSql(String sql) {
        declarations.ensureOpen();
        if (first("query") && declared.isGiven("query", sql)) {
            query = new SqlQuery(
                    declarations.fragment(sql),
                    declarations.context().scope(),
                    declarations.context().parameters());
        }
    }

    /** True if a query was given; if one was tried to be given, its mistake is reported already. */
    final boolean hasQuery() {
        if (!settled.containsKey("query")) {
            declared.problem(
                    declared.title() + " has no query",
                    "add .from(context -> …) or .sql(\"SELECT …\")",
                    declared.location());
        }
        return query != null;
    }

    final Query query() {
        return java.util.Objects.requireNonNull(query, "query is null");
    }

    final boolean isSettled(String what) {
        return settled.containsKey(what);
    }

    final List<String> columns(String what, String... names) {
        List<String> columns = names == null ? List.of() : java.util.Arrays.asList(names);
        if (columns.isEmpty()) {
            declared.problem(declared.title() + " names no column in " + what, "name at least one column", place());
        }
        return columns.stream()
                .filter(column -> declared.isGiven("column in " + what, column))
                .toList();
    }
}
