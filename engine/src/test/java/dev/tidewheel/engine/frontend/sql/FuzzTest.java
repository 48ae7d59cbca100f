package dev.tidewheel.engine.frontend.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Damaged files end in located problems, never in anything else, and always end. */
class FuzzTest {
    private static final int ROUNDS = Integer.getInteger("tidewheel.rounds", 4_000);

    private static final List<String> PIECES = List.of(
            "'",
            "\"",
            "`",
            "(",
            ")",
            "<",
            ">",
            ";",
            ",",
            ".",
            "--",
            "/*",
            "*/",
            "${a}",
            "${b}",
            "${",
            "}",
            ":p",
            "::",
            "\\",
            "\n",
            "\0",
            "\uD83C",
            "r'",
            "=",
            "=>",
            "||",
            " AS ",
            " CREATE ",
            " SELECT ",
            " BY ",
            " NAME ",
            " STREAMING ",
            " TABLE ",
            " FLOW ",
            " ONCE ",
            " INTO ",
            " KEYS ",
            " SEQUENCE BY ",
            " COLUMNS ",
            " EXCEPT ",
            " CONSTRAINT ",
            " EXPECT ",
            " IDENTIFIER(",
            " SET ",
            " USE ",
            " NOT NULL ",
            " DEFAULT ",
            " IF ",
            " 1e99 ",
            "\n-- COMMAND ----------\n",
            "\n-- MAGIC %python\n",
            "99999999999999999999",
            "ß");

    @Test
    void damagedFilesGiveProblemsOnly() throws IOException {
        long seed = Long.getLong("tidewheel.seed", System.nanoTime());
        System.out.println("FuzzTest seed " + seed);
        Random random = new Random(seed);
        List<String> corpus = corpus();
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder sql = new StringBuilder();
            for (int i = random.nextInt(3); i >= 0; i--) {
                sql.append(corpus.get(random.nextInt(corpus.size()))).append(random.nextBoolean() ? ";\n" : "\n");
            }
            for (int i = random.nextInt(6); i >= 0; i--) {
                damage(sql, random);
            }
            check(sql.toString(), seed);
        }
    }

    /** Right and wrong statements of the other tests. */
    private static List<String> corpus() throws IOException {
        List<String> corpus = new ArrayList<>();
        StatementFormsTest.spellings().map(StatementFormsTest.Spelling::sql).forEach(corpus::add);
        corpus.addAll(ErrorMessagesTest.cases().keySet());
        corpus.add(TableClauseFormsTest.COLUMNS_OF_ALL_KINDS);
        corpus.add(ChangeFlowFormsTest.ALL_CLAUSES);
        return corpus;
    }

    private static void damage(StringBuilder sql, Random random) {
        int from = random.nextInt(sql.length() + 1);
        int to = Math.min(sql.length(), from + random.nextInt(20));
        switch (random.nextInt(5)) {
            case 0 -> sql.setLength(from);
            case 1 -> sql.delete(from, to);
            case 2 -> sql.insert(random.nextInt(sql.length() + 1), sql.substring(from, to));
            case 3 -> sql.replace(from, Math.min(to, from + 1), String.valueOf((char) (32 + random.nextInt(95))));
            default -> sql.insert(from, PIECES.get(random.nextInt(PIECES.size())));
        }
    }

    private static void check(String sql, long seed) {
        try {
            Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> DefinitionText.parse(sql, Map.of("a", "x; '${b}", "b", "(\n"), Map.of("p", "q")),
                    () -> "does not end, seed " + seed + ":\n" + sql);
        } catch (PipelineException exception) {
            for (Problem problem : exception.problems()) {
                assertThat(problem.location())
                        .as("place of %s in\n%s", problem, sql)
                        .isNotNull();
                assertThat(problem.message()).doesNotContain("null").isNotBlank();
            }
        } catch (RuntimeException | StackOverflowError error) {
            fail("seed " + seed + ":\n" + sql, error);
        }
    }
}
