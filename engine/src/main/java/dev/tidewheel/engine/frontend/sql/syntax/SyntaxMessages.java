package dev.tidewheel.engine.frontend.sql.syntax;

import static dev.tidewheel.engine.frontend.sql.grammar.PipelineSqlParser.*;

import dev.tidewheel.engine.frontend.sql.grammar.Keywords;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.Suggestions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.Token;

/** Says in plain words what is wrong where the grammar could not go on. Stateless. */
final class SyntaxMessages {
    private static final int LONGEST_QUOTE = 40;

    /** Keywords that are understood only together with the next one. */
    private static final Map<Integer, String> PHRASES = Map.ofEntries(
            Map.entry(PARTITIONED, "PARTITIONED BY"),
            Map.entry(CLUSTER, "CLUSTER BY"),
            Map.entry(PRIMARY, "PRIMARY KEY"),
            Map.entry(FOREIGN, "FOREIGN KEY"),
            Map.entry(SEQUENCE, "SEQUENCE BY"),
            Map.entry(APPLY, "APPLY CHANGES"),
            Map.entry(STORED, "STORED AS"),
            Map.entry(TRACK, "TRACK HISTORY ON"),
            Map.entry(LEFT_PAREN, "`(`"),
            Map.entry(RIGHT_PAREN, "`)`"),
            Map.entry(COMMA, "`,`"),
            Map.entry(EQUALS, "`=`"),
            Map.entry(STAR, "`*`"),
            Map.entry(GREATER, "`>`"),
            Map.entry(STRING, "a text in quotes"),
            Map.entry(NUMBER, "a number"));

    /** If the first two of a group are possible, the group is named instead of its members. */
    private record Group(String name, int sign, int otherSign, Set<Integer> members) {}

    private static final List<Group> GROUPS = List.of(
            new Group(
                    "a kind such as STREAMING TABLE or MATERIALIZED VIEW",
                    MATERIALIZED,
                    SINK,
                    Set.of(
                            FLOW,
                            INCREMENTAL,
                            LIVE,
                            MATERIALIZED,
                            OR,
                            PRIVATE,
                            SINK,
                            STREAMING,
                            TABLE,
                            TEMP,
                            TEMPORARY,
                            VIEW)),
            new Group("a query", SELECT, REDUCE, Set.of(SELECT, WITH, FROM, VALUES, TABLE, MAP, REDUCE, LEFT_PAREN)),
            new Group(
                    "a table clause such as COMMENT",
                    TBLPROPERTIES,
                    CLUSTER,
                    Set.of(
                            USING,
                            PARTITIONED,
                            CLUSTER,
                            LOCATION,
                            COMMENT,
                            TBLPROPERTIES,
                            DEFAULT,
                            REFRESH,
                            WITH,
                            SCHEDULE,
                            TRIGGER)),
            new Group(
                    "a column property such as NOT NULL",
                    GENERATED,
                    MASK,
                    Set.of(NOT, COMMENT, GENERATED, DEFAULT, CONSTRAINT, PRIMARY, FOREIGN, REFERENCES, MASK)),
            new Group(
                    "a clause of AUTO CDC such as SEQUENCE BY",
                    STORED,
                    TRACK,
                    Set.of(KEYS, IGNORE, APPLY, SEQUENCE, SYSTEM, COLUMNS, STORED, TRACK)),
            new Group("", NORELY, RELY, Set.of(NOT, ENFORCED, RELY, NORELY, DEFERRABLE, INITIALLY, MATCH, ON)));

    /** What the raw pieces of a statement are called. */
    private static final Map<Integer, String> RUNS = Map.of(
            RULE_changeRun, "an expression",
            RULE_changeSource, "the source, such as STREAM(table)",
            RULE_predicate, "a condition",
            RULE_defaultValue, "a value",
            RULE_propertyValue, "a value",
            RULE_property, "a value",
            RULE_setKey, "a key");

    private SyntaxMessages() {}

    /** The problem, still without its place. */
    static Problem problem(SyntaxError error) {
        Token offending = error.offending();
        String after = error.landmark();
        String found = offending.getType() == Token.EOF ? "the end of the statement" : quoted(offending);
        String message = "expected " + listed(expectations(error)) + (after.isEmpty() ? "" : " after " + after)
                + ", found " + found;
        return Problem.of(ErrorCode.SQL_SYNTAX, message).remedy(remedy(error));
    }

    static String quoted(Token token) {
        String text = token.getText().strip();
        return "`" + (text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text) + "`";
    }

    private static List<String> expectations(SyntaxError error) {
        Set<Integer> types = new TreeSet<>(error.expected().toList());
        List<String> symbols = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        if (types.contains(OTHER)) {
            // nearly anything may stand here
            int rule = error.context().getRuleIndex();
            if (rule == RULE_predicate && error.previous().getType() != WHERE) {
                return List.of("BY NAME", "a query");
            }
            String run = RUNS.getOrDefault(rule, "an expression");
            return rule == RULE_property && types.contains(EQUALS) ? List.of("`=`", run) : List.of(run);
        }
        for (Group group : GROUPS) {
            if (types.contains(group.sign()) && types.contains(group.otherSign()) && !types.contains(WORD)) {
                types.removeAll(group.members());
                groups.add(group.name());
            }
        }
        if (types.contains(LESS) && types.contains(GENERATED)) {
            // behind a type that could go on
            types.removeAll(Set.of(WORD, LEFT_PAREN));
            types.removeIf(Keywords::isKeyword);
            groups.add("a column property such as NOT NULL");
        }
        if (types.contains(WORD)) {
            symbols.add(types.contains(QUOTED_NAME) ? "a name" : "a type");
            types.removeIf(Keywords::isName);
        }
        types.removeAll(Set.of(DOT, LESS));
        types.remove(PARAMETER);
        boolean canEnd = types.remove(Token.EOF);
        types.stream().filter(type -> type == AS || type == FLOW).forEach(type -> symbols.add(phrase(type, types)));
        types.stream().filter(type -> type != AS && type != FLOW).forEach(type -> symbols.add(phrase(type, types)));
        symbols.addAll(groups.stream().filter(name -> !name.isEmpty()).toList());
        if (symbols.isEmpty() && canEnd) {
            symbols.add("the end of the statement");
        }
        return symbols;
    }

    private static String phrase(int type, Set<Integer> others) {
        if (type == AUTO && others.contains(APPLY)) {
            return "AUTO CDC";
        }
        if (type == DEFAULT && others.contains(TBLPROPERTIES)) {
            return "DEFAULT COLLATION";
        }
        if (type == BY && others.contains(REPLACE)) {
            return "BY NAME";
        }
        return PHRASES.getOrDefault(type, Keywords.name(type));
    }

    private static String listed(List<String> items) {
        if (items.size() < 2) {
            return String.join("", items);
        }
        return String.join(", ", items.subList(0, items.size() - 1)) + " or " + items.get(items.size() - 1);
    }

    private static String remedy(SyntaxError error) {
        Token offending = error.offending();
        Set<Integer> expected = Set.copyOf(error.expected().toList());
        int type = offending.getType();
        boolean nameExpected = expected.contains(QUOTED_NAME);
        int before = error.previous().getType();
        if (expected.contains(AS) && before == AS) {
            return "A name is missing before AS";
        }
        if (expected.contains(EXPECT) && offending.getText().equalsIgnoreCase("CHECK")) {
            return "Write EXPECT instead of CHECK";
        }
        if (Keywords.isBareWord(type) && !nameExpected) {
            String near = near(offending.getText(), expected);
            if (!near.isEmpty()) {
                return near;
            }
            if (expected.contains(AS) && (type == SELECT || type == WITH || type == FROM)) {
                return "Put AS before the query";
            }
        }
        if (type == STRING && nameExpected && !expected.contains(STRING)) {
            return "Put names in back-quotes; quotes are for texts";
        }
        if (type == STRING && before == WORD) {
            return near(error.previous().getText(), Set.of(COMMENT, DEFAULT, LOCATION));
        }
        if (type == PARAMETER && nameExpected) {
            return "Write IDENTIFIER(" + offending.getText() + ")";
        }
        boolean glued = offending.getStartIndex() == error.previous().getStopIndex() + 1;
        if ((type == MINUS || type == OTHER) && glued || type == NUMBER && nameExpected) {
            return "Put a name that has other characters than letters, digits and _ in back-quotes";
        }
        return "";
    }

    private static String near(String word, Set<Integer> types) {
        Map<String, Integer> candidates = types.stream()
                .filter(Keywords::isKeyword)
                .collect(Collectors.toMap(Keywords::name, type -> type, (one, two) -> one, LinkedHashMap::new));
        return Suggestions.didYouMean(Keywords.upper(word), candidates.keySet());
    }
}
