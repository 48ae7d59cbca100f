package dev.tidewheel.engine.frontend.sql;

import dev.tidewheel.engine.frontend.sql.grammar.Keywords;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ClusterByClauseContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.CollationClauseContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.CommentClauseContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.LocationClauseContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.PartitionedByClauseContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.PropertiesClauseContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.RefreshPolicyClauseContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.RowFilterClauseContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.ScheduleClauseContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.TableClauseContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.TriggerClauseContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.UsingClauseContext;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.WordContext;
import dev.tidewheel.model.definition.RefreshPolicy;
import dev.tidewheel.model.definition.TableSpecification;
import dev.tidewheel.model.definition.TableSpecification.Clustering;
import dev.tidewheel.model.error.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.ParserRuleContext;
import org.jspecify.annotations.Nullable;

/** The clauses of one table, each at most once, in any order. */
final class TableClauses {
    private final Reading reading;
    private final Map<Class<?>, TableClauseContext> clauses = new HashMap<>();

    TableClauses(Reading reading, List<TableClauseContext> written) {
        this.reading = reading;
        for (TableClauseContext clause : written) {
            checkSupported(clause);
            if (clauses.putIfAbsent(clause.getClass(), clause) != null) {
                refuseSecond(reading, clause);
            }
        }
        if (find(PartitionedByClauseContext.class) != null) {
            ClusterByClauseContext clusterBy = find(ClusterByClauseContext.class);
            if (clusterBy != null) {
                reading.problem(
                        ErrorCode.SQL_CLAUSE_INVALID,
                        "PARTITIONED BY does not go together with CLUSTER BY",
                        "Keep one of them; CLUSTER BY suits most tables better",
                        clusterBy);
            }
        }
    }

    static void refuseSecond(Reading reading, ParserRuleContext clause) {
        String word = Keywords.upper(clause.getStart().getText());
        reading.problem(ErrorCode.SQL_CLAUSE_INVALID, word + " stands twice", "Remove one", clause);
    }

    static void checkCollation(Reading reading, WordContext collation) {
        if (!collation.getText().equalsIgnoreCase("UTF8_BINARY")) {
            reading.problem(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "the default collation can only be UTF8_BINARY",
                    "Write COLLATE " + collation.getText() + " where a query compares or sorts texts",
                    collation);
        }
    }

    private void checkSupported(TableClauseContext clause) {
        if (clause instanceof UsingClauseContext using
                && !using.word().getText().equalsIgnoreCase("DELTA")) {
            reading.problem(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "tables are stored as Delta only, not as " + using.word().getText(),
                    "Write USING DELTA or leave the clause out",
                    using);
        } else if (clause instanceof CollationClauseContext collation) {
            checkCollation(reading, collation.word());
        } else if (clause instanceof ScheduleClauseContext || clause instanceof TriggerClauseContext) {
            reading.problem(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "a single table has no schedule of its own",
                    "Remove the clause and schedule updates of the pipeline",
                    clause);
        }
    }

    TableSpecification specification(ColumnListReader.TableColumns declared) {
        PartitionedByClauseContext partitionedBy = find(PartitionedByClauseContext.class);
        CommentClauseContext comment = find(CommentClauseContext.class);
        PropertiesClauseContext properties = find(PropertiesClauseContext.class);
        LocationClauseContext location = find(LocationClauseContext.class);
        RowFilterClauseContext rowFilter = find(RowFilterClauseContext.class);
        return new TableSpecification(
                declared.columns(),
                declared.keys(),
                partitionedBy == null ? List.of() : reading.names(partitionedBy.nameList()),
                clustering(find(ClusterByClauseContext.class)),
                comment == null ? null : reading.string(comment.text()),
                properties == null ? Map.of() : reading.properties(properties.propertyList()),
                location == null ? null : reading.string(location.text()),
                rowFilter == null
                        ? null
                        : reading.fragment(rowFilter.multipartName().getStart(), rowFilter.getStop())
                                .text());
    }

    private Clustering clustering(@Nullable ClusterByClauseContext clusterBy) {
        if (clusterBy == null || clusterBy.NONE() != null) {
            return Clustering.NONE;
        }
        return clusterBy.AUTO() != null
                ? new Clustering(true, List.of())
                : new Clustering(false, reading.names(clusterBy.nameList()));
    }

    RefreshPolicy refreshPolicy() {
        RefreshPolicyClauseContext policy = find(RefreshPolicyClauseContext.class);
        if (policy == null || policy.AUTO() != null) {
            return RefreshPolicy.AUTO;
        }
        if (policy.FULL() != null) {
            return RefreshPolicy.FULL;
        }
        return policy.STRICT() != null ? RefreshPolicy.INCREMENTAL_STRICT : RefreshPolicy.INCREMENTAL;
    }

    void refuseRefreshPolicy() {
        RefreshPolicyClauseContext policy = find(RefreshPolicyClauseContext.class);
        if (policy != null) {
            reading.problem(
                    ErrorCode.SQL_CLAUSE_INVALID,
                    "only a materialized view has a REFRESH POLICY",
                    "Remove the clause: a streaming table always processes new rows only",
                    policy);
        }
    }

    private <T extends TableClauseContext> @Nullable T find(Class<T> kind) {
        return kind.cast(clauses.get(kind));
    }
}
