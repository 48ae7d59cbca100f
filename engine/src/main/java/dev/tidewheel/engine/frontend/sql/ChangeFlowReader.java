package dev.tidewheel.engine.frontend.sql;

import dev.tidewheel.engine.frontend.sql.grammar.Keywords;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser;
import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.*;
import dev.tidewheel.engine.frontend.sql.grammar.Tokens;
import dev.tidewheel.model.definition.FlowKind;
import dev.tidewheel.model.definition.FlowKind.ColumnSelection;
import dev.tidewheel.model.definition.FlowKind.ScdType;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.Suggestions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Reads the clauses of one AUTO CDC flow, in any order, and checks which go together. */
final class ChangeFlowReader {
    private final Reading reading;
    private final ChangeFlowContext flow;
    private final Map<String, ChangeClauseContext> clauses = new HashMap<>();

    ChangeFlowReader(Reading reading, ChangeFlowContext flow) {
        this.reading = reading;
        this.flow = flow;
        for (ChangeClauseContext clause : flow.changeClause()) {
            if (clauses.putIfAbsent(title(clause), clause) != null) {
                reading.problem(ErrorCode.SQL_CLAUSE_INVALID, title(clause) + " stands twice", "Remove one", clause);
            }
        }
    }

    FlowKind.AutoCdc read(boolean once) {
        KeysClauseContext keys = required(KeysClauseContext.class, "KEYS", "KEYS (column)");
        SequenceByClauseContext sequence = required(SequenceByClauseContext.class, "SEQUENCE BY", "SEQUENCE BY column");
        IgnoreNullUpdatesClauseContext ignoreNulls = find(IgnoreNullUpdatesClauseContext.class, "IGNORE NULL UPDATES");
        ApplyAsClauseContext delete = find(ApplyAsClauseContext.class, "APPLY AS DELETE");
        ApplyAsClauseContext truncate = find(ApplyAsClauseContext.class, "APPLY AS TRUNCATE");
        SystemSequenceByClauseContext system = find(SystemSequenceByClauseContext.class, "SYSTEM SEQUENCE BY");
        ColumnsClauseContext columns = find(ColumnsClauseContext.class, "COLUMNS");
        ColumnsToUpdateClauseContext toUpdate = find(ColumnsToUpdateClauseContext.class, "COLUMNS TO UPDATE");
        TrackHistoryClauseContext track = find(TrackHistoryClauseContext.class, "TRACK HISTORY ON");
        ScdType type = storedAs(find(StoredAsClauseContext.class, "STORED AS"));
        checkExclusions(type);
        return new FlowKind.AutoCdc(
                once,
                reading.columns(keys.names()).stream().map(reading::fragment).toList(),
                ignoreNulls == null ? null : selection(ignoreNulls.columnSelection()),
                delete == null ? null : reading.fragment(delete.changeRun()),
                truncate == null ? null : reading.fragment(truncate.changeRun()),
                reading.fragment(sequence.changeRun()),
                system == null ? null : reading.fragment(system.changeRun()),
                columns == null ? ColumnSelection.ALL : selection(columns.columnSelection()),
                type,
                track == null ? ColumnSelection.ALL : selection(track.columnSelection()),
                toUpdate == null ? null : reading.dotted(toUpdate.multipartName()));
    }

    private static String title(ChangeClauseContext clause) {
        if (clause instanceof ApplyAsClauseContext apply) {
            return apply.DELETE() != null ? "APPLY AS DELETE" : "APPLY AS TRUNCATE";
        }
        if (clause instanceof ColumnsToUpdateClauseContext) {
            return "COLUMNS TO UPDATE";
        }
        return switch (clause.getStart().getType()) {
            case PipelineSqlParser.IGNORE -> "IGNORE NULL UPDATES";
            case PipelineSqlParser.SEQUENCE -> "SEQUENCE BY";
            case PipelineSqlParser.SYSTEM -> "SYSTEM SEQUENCE BY";
            case PipelineSqlParser.STORED -> "STORED AS";
            case PipelineSqlParser.TRACK -> "TRACK HISTORY ON";
            default -> Keywords.upper(clause.getStart().getText());
        };
    }

    private <T extends ChangeClauseContext> @Nullable T find(Class<T> kind, String title) {
        return kind.cast(clauses.get(title));
    }

    private <T extends ChangeClauseContext> T required(Class<T> kind, String title, String example) {
        T clause = find(kind, title);
        if (clause == null) {
            throw new PipelineException(Problem.of(ErrorCode.SQL_SYNTAX, "AUTO CDC needs " + title)
                    .remedy(misspelt(title, "Add " + example))
                    .at(reading.locate(flow.getStart())));
        }
        return clause;
    }

    /** A misspelt clause is swallowed by the expression before it; looks for a word that may be one. */
    private String misspelt(String title, String otherwise) {
        String wanted = title.split(" ")[0];
        for (int i = 0; i < flow.getChildCount(); i++) {
            for (Token token : Tokens.of(flow.getChild(i))) {
                boolean candidate = token.getType() == PipelineSqlParser.WORD;
                if (candidate
                        && !Suggestions.nearest(token.getText(), List.of(wanted))
                                .isEmpty()) {
                    SourceLocation place = reading.locate(token);
                    return "Write " + wanted + " instead of `" + token.getText() + "` in line " + place.line()
                            + ", column " + place.column();
                }
            }
        }
        return otherwise;
    }

    private ScdType storedAs(@Nullable StoredAsClauseContext clause) {
        if (clause == null) {
            return ScdType.TYPE_1;
        }
        if (clause.BITEMPORAL() != null) {
            return ScdType.BITEMPORAL;
        }
        String number = clause.NUMBER().getText();
        if (!number.equals("1") && !number.equals("2")) {
            reading.problem(
                    ErrorCode.SQL_CLAUSE_INVALID,
                    "there is no SCD TYPE " + number,
                    "Write STORED AS SCD TYPE 1, SCD TYPE 2 or BITEMPORAL",
                    clause);
        }
        return number.equals("2") ? ScdType.TYPE_2 : ScdType.TYPE_1;
    }

    private ColumnSelection selection(@Nullable ColumnSelectionContext selection) {
        if (selection == null) {
            return ColumnSelection.ALL;
        }
        List<String> columns =
                reading.columns(selection.names()).stream().map(reading::dotted).toList();
        return new ColumnSelection(selection.STAR() != null, columns);
    }

    private void checkExclusions(ScdType type) {
        if (type != ScdType.TYPE_1) {
            refuse("APPLY AS TRUNCATE", "goes only with SCD TYPE 1", "Remove it, or write STORED AS SCD TYPE 1");
        }
        if (type != ScdType.TYPE_2) {
            refuse("TRACK HISTORY ON", "goes only with SCD TYPE 2", "Remove it, or write STORED AS SCD TYPE 2");
        }
        if (type != ScdType.BITEMPORAL) {
            refuse("SYSTEM SEQUENCE BY", "goes only with BITEMPORAL", "Remove it, or write STORED AS BITEMPORAL");
        } else {
            refuse("COLUMNS TO UPDATE", "does not go with STORED AS BITEMPORAL", "Remove one of the two");
            required(SystemSequenceByClauseContext.class, "SYSTEM SEQUENCE BY", "SYSTEM SEQUENCE BY column");
        }
        if (clauses.containsKey("IGNORE NULL UPDATES")) {
            refuse("COLUMNS TO UPDATE", "does not go with IGNORE NULL UPDATES", "Remove one of the two");
        }
    }

    private void refuse(String title, String why, String remedy) {
        ChangeClauseContext clause = clauses.get(title);
        if (clause != null) {
            reading.problem(ErrorCode.SQL_CLAUSE_INVALID, title + " " + why, remedy, clause);
        }
    }
}
