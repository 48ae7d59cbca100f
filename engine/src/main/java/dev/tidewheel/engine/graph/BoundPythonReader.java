package dev.tidewheel.engine.graph;

import dev.tidewheel.engine.frontend.python.connect.PythonRead;
import dev.tidewheel.engine.frontend.python.connect.PythonReader;
import dev.tidewheel.engine.frontend.python.source.PythonTraceback;
import dev.tidewheel.engine.source.option.FileFormatKind;
import dev.tidewheel.engine.spark.PlanRewrite;
import dev.tidewheel.engine.spark.SparkProblems;
import dev.tidewheel.model.definition.SqlQuery;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SqlFragment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.CreateMap;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/** Binds what a query function in Python reads to the names of one query. Thread-safe as far as the names are. */
final class BoundPythonReader implements PythonReader {

    private static final String CLOUD_FILES = "cloudFiles";
    private static final String CLOUD_FORMAT = "cloudFiles.format";

    private final NameBinding names;
    private final NameScope scope;
    private final BiFunction<SqlQuery, NameBinding, LogicalPlan> queries;
    private final UnaryOperator<String> paths;
    private final Queue<SqlFragment> texts = new ConcurrentLinkedQueue<>();

    /**
     * @param queries the plan of a text, names bound
     * @param paths turns a path as the user wrote it into one that can be opened
     */
    BoundPythonReader(
            NameBinding names,
            NameScope scope,
            BiFunction<SqlQuery, NameBinding, LogicalPlan> queries,
            UnaryOperator<String> paths) {
        this.names = names;
        this.scope = scope;
        this.queries = queries;
        this.paths = paths;
    }

    @Override
    public LogicalPlan read(PythonRead read, SparkReader spark, boolean executed) {
        LogicalPlan plan = located(read, () -> bound(read, spark));
        if (executed) {
            refuseRowsOfPipeline(read, QueryTraits.inputs(plan));
        }
        return plan;
    }

    /** Rows of stored tables and files are there at any time; those of the pipeline, and of streams, are not. */
    private static void refuseRowsOfPipeline(PythonRead read, List<LeafInput> inputs) {
        boolean refused = inputs.stream()
                .anyMatch(input -> input.streaming()
                        || input instanceof LeafInput.PipelineTable
                        || (input instanceof LeafInput.Files && read instanceof PythonRead.Sql));
        if (refused) {
            throw new PipelineException(Problem.of(
                            ErrorCode.QUERY_INVALID,
                            "a query function asks for rows of `" + label(read) + "` while the pipeline is checked")
                    .because("the rows are there only when the pipeline runs, and not before this function has said"
                            + " what it reads")
                    .remedy("write the condition as part of the query, for instance as a join; schema and columns of an"
                            + " input can be asked for, rows cannot")
                    .at(read.place()));
        }
    }

    /** SQL that was read so far. */
    List<SqlFragment> texts() {
        return List.copyOf(texts);
    }

    private LogicalPlan bound(PythonRead read, SparkReader spark) {
        if (read instanceof PythonRead.Table table) {
            List<String> parts = PlanRewrite.toJava(CatalystSqlParser$.MODULE$.parseMultipartIdentifier(table.name()));
            return relation(parts, table.streaming(), table.options(), table, spark);
        }
        if (read instanceof PythonRead.Sql sql) {
            texts.add(sql.text());
            return queries.apply(new SqlQuery(sql.text(), scope, Map.of()), new ViewsFirst(sql, names));
        }
        return source((PythonRead.Source) read, spark);
    }

    private LogicalPlan relation(
            List<String> parts, boolean streaming, Map<String, String> options, PythonRead read, SparkReader spark) {
        Optional<LogicalPlan> bound = names.relation(parts, streaming, options, scope, origin -> read.place());
        if (bound.isPresent() && !streaming && DeltaMoment.isGivenIn(options)) {
            return DeltaMoment.read(bound.get(), options, read, spark);
        }
        return bound.orElseGet(() ->
                new UnresolvedRelation(PlanRewrite.toScala(parts), new CaseInsensitiveStringMap(options), streaming));
    }

    private LogicalPlan source(PythonRead.Source source, SparkReader spark) {
        String format = source.format() == null ? "delta" : source.format();
        Map<String, String> options = new LinkedHashMap<>(source.options());
        if (!source.schema().isEmpty()) {
            options.put("schema", ddl(source.schema()));
        }
        if (format.equalsIgnoreCase(CLOUD_FILES)) {
            return cloudFiles(source, options);
        }
        boolean files = FileFormatKind.named(format).isPresent();
        if (source.paths().size() == 1 && (files || format.equalsIgnoreCase("delta"))) {
            if (files) {
                asSpark(format.toLowerCase(Locale.ROOT), options);
            }
            return relation(List.of(format, source.paths().get(0)), source.streaming(), options, source, spark);
        }
        if (source.paths().size() == 1) {
            options.putIfAbsent("path", source.paths().get(0));
        }
        Optional<LogicalPlan> connected = names.source(format, options, source.streaming(), source.place());
        if (connected.isPresent()) {
            return connected.get();
        }
        return load(
                new PythonRead.Source(
                        source.format(),
                        source.paths().stream().map(paths).toList(),
                        source.schema(),
                        names.revealed(source.options()),
                        source.streaming(),
                        source.place()),
                spark);
    }

    private static LogicalPlan load(PythonRead.Source source, SparkReader spark) {
        try {
            return spark.load(source);
        } catch (RuntimeException e) {
            throw failed(source, e);
        } catch (Exception e) {
            // Spark's AnalysisException is checked, but Scala does not declare it.
            throw failed(source, e);
        }
    }

    private static PipelineException failed(PythonRead.Source source, Exception error) {
        boolean missing = error instanceof SparkThrowable known && "DATA_SOURCE_NOT_FOUND".equals(known.getCondition());
        if (missing || SparkProblems.message(error).startsWith("Failed to find data source")) {
            return new PipelineException(
                    Problem.of(ErrorCode.QUERY_INVALID, "there is no data source `" + source.format() + "`")
                            .remedy("let something write the rows to files and read those, or write a data source in"
                                    + " Python and give it to spark.dataSource.register")
                            .at(source.place()),
                    error);
        }
        Problem problem = PythonTraceback.in(String.valueOf(error.getMessage()))
                .map(raised -> Problem.of(
                        ErrorCode.QUERY_INVALID, "the data source `" + source.format() + "` failed: " + raised.error()))
                .orElseGet(() -> Problem.of(ErrorCode.QUERY_INVALID, SparkProblems.message(error)));
        return new PipelineException(problem.at(source.place()), error);
    }

    /** Where our reader's defaults differ from those of Spark's. */
    private static void asSpark(String format, Map<String, String> options) {
        options.putIfAbsent("validateOptions", "false");
        options.putIfAbsent("recursiveFileLookup", "false");
        String infer = options.remove("inferSchema");
        if (format.equals("csv") && infer != null) {
            options.putIfAbsent("inferColumnTypes", infer);
        }
    }

    private LogicalPlan cloudFiles(PythonRead.Source source, Map<String, String> options) {
        if (source.paths().size() != 1) {
            throw new PipelineException(Problem.of(ErrorCode.SOURCE_OPTION_INVALID, "cloudFiles needs one path")
                    .remedy("write .load(path)"));
        }
        List<Expression> map = new ArrayList<>();
        String[] format = {"json"};
        boolean[] given = {false};
        options.forEach((key, value) -> {
            if (key.equalsIgnoreCase(CLOUD_FORMAT)) {
                format[0] = value;
                given[0] = true;
            } else {
                map.add(Literal$.MODULE$.apply(key));
                map.add(Literal$.MODULE$.apply(value));
            }
        });
        if (!given[0]) {
            throw new PipelineException(
                    Problem.of(ErrorCode.SOURCE_OPTION_INVALID, "the format of the files is not given")
                            .remedy("add .option(\"" + CLOUD_FORMAT + "\", \"json\") or another format"));
        }
        List<Expression> arguments = new ArrayList<>(
                List.of(Literal$.MODULE$.apply(source.paths().get(0)), Literal$.MODULE$.apply(format[0])));
        if (!map.isEmpty()) {
            arguments.add(new CreateMap(PlanRewrite.toScala(map), false));
        }
        UnresolvedTableValuedFunction function = new UnresolvedTableValuedFunction(
                PlanRewrite.toScala(List.of("cloud_files")), PlanRewrite.toScala(arguments), true);
        Optional<LogicalPlan> plan = names.tableFunction(function, scope, origin -> source.place());
        return plan.orElseThrow();
    }

    /** A schema that was given as Spark's JSON, as DDL. */
    private static String ddl(String schema) {
        return schema.startsWith("{") && DataType.fromJson(schema) instanceof StructType type ? type.toDDL() : schema;
    }

    private static String label(PythonRead read) {
        if (read instanceof PythonRead.Table table) {
            return table.name();
        }
        return read instanceof PythonRead.Source source ? String.join(", ", source.paths()) : "spark.sql";
    }

    /** A temporary view of the user's code hides whatever else has its name. */
    private record ViewsFirst(PythonRead.Sql sql, NameBinding names) implements NameBinding {
        @Override
        public Optional<LogicalPlan> relation(
                List<String> parts, boolean streaming, Map<String, String> options, NameScope scope, Places places) {
            Optional<LogicalPlan> view = sql.view(parts);
            return view.isPresent() ? view : names.relation(parts, streaming, options, scope, places);
        }

        @Override
        public Optional<LogicalPlan> source(
                String format, Map<String, String> options, boolean streaming, @Nullable SourceLocation place) {
            return names.source(format, options, streaming, place);
        }

        @Override
        public Map<String, String> revealed(Map<String, String> options) {
            return names.revealed(options);
        }

        @Override
        public Optional<LogicalPlan> tableFunction(
                UnresolvedTableValuedFunction function, NameScope scope, Places places) {
            Optional<LogicalPlan> view = streamed(function).flatMap(sql::view);
            return view.isPresent() ? view : names.tableFunction(function, scope, places);
        }

        /** The name in {@code STREAM(name)}, where Spark's grammar sees a function. */
        private static Optional<List<String>> streamed(UnresolvedTableValuedFunction function) {
            boolean stream = function.name().last().equalsIgnoreCase("stream");
            return stream
                            && function.functionArgs().size() == 1
                            && function.functionArgs().head() instanceof UnresolvedAttribute name
                    ? Optional.of(PlanRewrite.toJava(name.nameParts()))
                    : Optional.empty();
        }
    }

    private static LogicalPlan located(PythonRead read, Supplier<LogicalPlan> binding) {
        try {
            return binding.get();
        } catch (PipelineException e) {
            throw e.locatedAt(read.place());
        }
    }
}
