package dev.tidewheel.engine.frontend.sql.grammar;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/** The words of a part of the tree. */
public final class Tokens {

    private Tokens() {}

    /** All tokens below {@code tree}, in order. */
    public static List<Token> of(ParseTree tree) {
        List<Token> tokens = new ArrayList<>();
        collect(tree, tokens);
        return tokens;
    }

    private static void collect(ParseTree tree, List<Token> tokens) {
        if (tree instanceof TerminalNode leaf) {
            tokens.add(leaf.getSymbol());
        }
        for (int i = 0; i < tree.getChildCount(); i++) {
            collect(tree.getChild(i), tokens);
        }
    }
}
