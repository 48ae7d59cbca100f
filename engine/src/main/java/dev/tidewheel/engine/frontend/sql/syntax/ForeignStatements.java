package dev.tidewheel.engine.frontend.sql.syntax;

import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser;
import dev.tidewheel.engine.frontend.sql.scan.Statement;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Statements that are good SQL but have no place in a pipeline, and what to do instead. Stateless. */
public final class ForeignStatements {
    private record Advice(String why, String remedy) {}

    private static final Map<String, Advice> BY_FIRST_WORD = new HashMap<>();
    private static final Map<String, Advice> BY_CREATED = new HashMap<>();
    private static final Set<String> FILLERS =
            Set.of("OR", "REPLACE", "REFRESH", "TEMPORARY", "TEMP", "PRIVATE", "EXTERNAL", "FOREIGN", "UNIQUE");

    static {
        Advice query = new Advice(
                "A query on its own declares nothing",
                "Write CREATE MATERIALIZED VIEW name AS in front of it; to look at data, use `tidewheel query`");
        List.of("SELECT", "WITH", "FROM", "VALUES", "TABLE", "MAP", "REDUCE")
                .forEach(word -> BY_FIRST_WORD.put(word, query));
        BY_FIRST_WORD.put(
                "INSERT",
                new Advice(
                        "Rows get into a pipeline's table through flows",
                        "Write CREATE FLOW name AS INSERT INTO table BY NAME query; add ONCE for a query that is no"
                                + " stream"));
        Advice change = new Advice(
                "A pipeline works out its tables from their definitions; it does not run commands on rows",
                "To apply changes by key use CREATE FLOW name AS AUTO CDC INTO table; to correct rows, change the"
                        + " query and run a full refresh");
        List.of("UPDATE", "DELETE", "MERGE", "COPY", "LOAD", "TRUNCATE")
                .forEach(word -> BY_FIRST_WORD.put(word, change));
        BY_FIRST_WORD.put(
                "DROP",
                new Advice(
                        "Definitions say what is there, not what to do",
                        "Delete the definition from the file: its table becomes inactive and is kept"));
        Advice alter = new Advice(
                "Definitions say how a table is, not how to change it",
                "Change the CREATE statement; the next update evolves the table");
        List.of("ALTER", "RENAME").forEach(word -> BY_FIRST_WORD.put(word, alter));
        Advice upkeep = new Advice(
                "Tables are looked after outside of the pipeline's files", "Remove the statement from the file");
        List.of("OPTIMIZE", "VACUUM", "ANALYZE", "REORG", "RESTORE", "REPAIR", "MSCK", "CACHE", "UNCACHE", "CLONE")
                .forEach(word -> BY_FIRST_WORD.put(word, upkeep));
        BY_FIRST_WORD.put(
                "REFRESH",
                new Advice(
                        "An update refreshes what is needed",
                        "Use `tidewheel run --refresh table` or `--full-refresh table`"));
        BY_FIRST_WORD.put(
                "EXPLAIN", new Advice("A file only declares", "Use `tidewheel plan` to see what a run would do"));
        Advice look = new Advice("A file only declares", "Use `tidewheel query` or `tidewheel tables` to look at data");
        List.of("SHOW", "DESCRIBE", "DESC", "LIST").forEach(word -> BY_FIRST_WORD.put(word, look));
        Advice rights = new Advice("Rights are not part of a pipeline", "Remove the statement from the file");
        List.of("GRANT", "REVOKE", "DENY").forEach(word -> BY_FIRST_WORD.put(word, rights));
        Advice script = new Advice("Pipeline SQL has no scripts or variables", "Use SET key = value and ${key}");
        List.of("DECLARE", "BEGIN", "EXECUTE", "CALL", "RESET", "ADD", "DO")
                .forEach(word -> BY_FIRST_WORD.put(word, script));

        BY_CREATED.put(
                "FUNCTION",
                new Advice(
                        "Functions are not part of a pipeline's definitions",
                        "Create it in the session's catalog, or write the expression into the query"));
        Advice schema = new Advice(
                "A schema comes into being when a table is written to it",
                "Remove the statement, or say USE SCHEMA name");
        List.of("SCHEMA", "DATABASE", "CATALOG").forEach(word -> BY_CREATED.put(word, schema));
        BY_CREATED.put(
                "GLOBAL",
                new Advice("Global temporary views are not part of a pipeline", "Use CREATE TEMPORARY VIEW name AS"));
        Advice other = new Advice("Pipelines declare tables, views, flows and sinks", "Create it elsewhere");
        List.of("VOLUME", "INDEX", "CONNECTION", "ROLE", "SHARE", "PROCEDURE", "VARIABLE", "METRIC")
                .forEach(word -> BY_CREATED.put(word, other));
    }

    private ForeignStatements() {}

    /** The problem with such a statement, without its place; none for others. */
    public static Optional<Problem> check(Statement statement) {
        String first = statement.type(0) == PipelineSqlParser.LEFT_PAREN ? "SELECT" : statement.word(0);
        if (!first.equals("CREATE")) {
            return problem(first, BY_FIRST_WORD);
        }
        int index = 1;
        while (FILLERS.contains(statement.word(index))) {
            index++;
        }
        return problem(statement.word(index), BY_CREATED)
                .map(problem -> Problem.of(problem.code(), "CREATE " + problem.message())
                        .because(problem.cause())
                        .remedy(problem.fix()));
    }

    private static Optional<Problem> problem(String word, Map<String, Advice> advices) {
        return Optional.ofNullable(advices.get(word))
                .map(advice -> Problem.of(
                                ErrorCode.SQL_STATEMENT_NOT_ALLOWED, word + " is not allowed in a pipeline's file")
                        .because(advice.why())
                        .remedy(advice.remedy()));
    }
}
