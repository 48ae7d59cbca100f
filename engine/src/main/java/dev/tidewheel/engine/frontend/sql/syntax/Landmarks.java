package dev.tidewheel.engine.frontend.sql.syntax;

import dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ErrorNode;
import org.antlr.v4.runtime.tree.ParseTreeListener;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Remembers, while a statement is parsed, what its pieces are called and where they end. Not thread-safe. */
final class Landmarks implements ParseTreeListener {
    private static final Map<Integer, String> NAMES = Map.of(
            PipelineSqlParser.RULE_columnList, "the column list",
            PipelineSqlParser.RULE_columnName, "the column's name",
            PipelineSqlParser.RULE_dataType, "the column's type",
            PipelineSqlParser.RULE_constraintName, "the constraint's name",
            PipelineSqlParser.RULE_condition, "the condition",
            PipelineSqlParser.RULE_propertyList, "the properties",
            PipelineSqlParser.RULE_propertyKey, "the key",
            PipelineSqlParser.RULE_changeSource, "the source",
            PipelineSqlParser.RULE_names, "the list of columns",
            PipelineSqlParser.RULE_nameList, "the list of columns");

    /** Pieces that may go on or end after each word, so that an error behind them is still inside of them. */
    private static final Set<Integer> OPEN_ENDED = Set.of(
            PipelineSqlParser.RULE_tableName, PipelineSqlParser.RULE_dataType, PipelineSqlParser.RULE_propertyKey);

    private static final Set<Integer> JOINTS =
            Set.of(PipelineSqlParser.DOT, PipelineSqlParser.LESS, PipelineSqlParser.COMMA);

    private final Map<Integer, String> byLastToken = new HashMap<>();

    /** What ends with {@code previous}; that word itself if it is nothing with a name. */
    String before(Token previous, RuleContext context) {
        for (RuleContext open = context; open instanceof ParserRuleContext rule; open = open.getParent()) {
            boolean begun = rule.getStart().getTokenIndex() <= previous.getTokenIndex();
            if (begun && OPEN_ENDED.contains(rule.getRuleIndex()) && !JOINTS.contains(previous.getType())) {
                return name(rule);
            }
        }
        return byLastToken.getOrDefault(previous.getTokenIndex(), SyntaxMessages.quoted(previous));
    }

    private static String name(ParserRuleContext context) {
        return context.getRuleIndex() == PipelineSqlParser.RULE_tableName
                ? owner(context) + " name"
                : NAMES.getOrDefault(context.getRuleIndex(), "");
    }

    @Override
    public void exitEveryRule(ParserRuleContext context) {
        String name = name(context);
        if (!name.isEmpty() && context.getStop() != null) {
            byLastToken.put(context.getStop().getTokenIndex(), name);
        }
    }

    private static String owner(ParserRuleContext context) {
        ParserRuleContext parent = context.getParent();
        if (parent instanceof PipelineSqlParser.StreamingTableContext
                || parent instanceof PipelineSqlParser.ManagedTableContext) {
            return "the table's";
        }
        if (parent instanceof PipelineSqlParser.MaterializedViewContext
                || parent instanceof PipelineSqlParser.ViewContext) {
            return "the view's";
        }
        if (parent instanceof PipelineSqlParser.CreateFlowContext) {
            return "the flow's";
        }
        if (parent instanceof PipelineSqlParser.SinkContext) {
            return "the sink's";
        }
        return parent instanceof PipelineSqlParser.UseContext ? "the" : "the target's";
    }

    @Override
    public void visitTerminal(TerminalNode node) {}

    @Override
    public void visitErrorNode(ErrorNode node) {}

    @Override
    public void enterEveryRule(ParserRuleContext context) {}
}
