package dev.tidewheel.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.model.error.ErrorCategory;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of {@code docs/reliability.md} says of each failure what the code does. */
class ReliabilityPageTest {

    private static final Pattern ROW = Pattern.compile("^\\| (.+) \\| (`.+) \\| (.+) \\| (yes|no)\\b.*\\|$");
    private static final Pattern CODE = Pattern.compile("`(\\w+)`");

    private record Row(ErrorCode code, ErrorCategory category, boolean triedAgain) {}

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        String page = Files.readString(Path.of("../docs/reliability.md"));
        String table = page.substring(page.indexOf("| what failed |"));
        for (String line :
                table.substring(0, table.indexOf("\n\n")).lines().skip(2).toList()) {
            Matcher row = ROW.matcher(line);
            assertThat(row.matches()).as(line).isTrue();
            String category = row.group(3).toUpperCase(Locale.ROOT).replace(' ', '_');
            Matcher code = CODE.matcher(row.group(2));
            while (code.find()) {
                rows.add(new Row(
                        ErrorCode.valueOf(code.group(1)),
                        ErrorCategory.valueOf(category),
                        row.group(4).equals("yes")));
            }
        }
        return rows;
    }

    @Test
    void eachCodeIsOfTheClassThatThePageSays() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(15).allSatisfy(row -> {
            assertThat(row.code().category()).as(row.code().name()).isEqualTo(row.category());
            assertThat(Failure.mayPass(List.of(Problem.of(row.code(), "it failed"))))
                    .as(row.code().name())
                    .isEqualTo(row.triedAgain());
        });
    }

    @Test
    void everythingThatIsTriedAgainIsOnThePage() throws IOException {
        Set<ErrorCode> triedAgain = Arrays.stream(ErrorCode.values())
                .filter(code -> Failure.mayPass(List.of(Problem.of(code, "it failed"))))
                .collect(Collectors.toSet());
        assertThat(rows())
                .filteredOn(Row::triedAgain)
                .extracting(Row::code)
                .containsExactlyInAnyOrderElementsOf(triedAgain);
    }

    @Test
    void oneFailureThatDoesNotPassIsEnough() {
        Problem passes = Problem.of(ErrorCode.IO_FAILURE, "slow down");
        assertThat(Failure.mayPass(List.of(passes, Problem.of(ErrorCode.QUERY_FAILED, "1 / 0"))))
                .isFalse();
        assertThat(Failure.mayPass(List.of(passes, Problem.of(ErrorCode.COMMIT_OUTCOME_UNKNOWN, "no answer"))))
                .isTrue();
    }
}
