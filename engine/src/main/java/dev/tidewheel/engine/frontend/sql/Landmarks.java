package dev.tidewheel.engine.frontend.sql;

import java.util.HashMap;
import java.util.Map;
import org.antlr.v4.runtime.ParserRuleContext;
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
            PipelineSqlParser.RULE_byName, "BY NAME");

    private final Map<Integer, String> byLastToken = new HashMap<>();

    /** What ends with {@code token}; the token itself if it is nothing with a name. */
    String at(Token token) {
        return byLastToken.getOrDefault(token.getTokenIndex(), SyntaxMessages.quoted(token));
    }

    @Override
    public void exitEveryRule(ParserRuleContext context) {
        String name = context.getRuleIndex() == PipelineSqlParser.RULE_tableName
                ? owner(context) + " name"
                : NAMES.get(context.getRuleIndex());
        if (name != null && context.getStop() != null) {
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
