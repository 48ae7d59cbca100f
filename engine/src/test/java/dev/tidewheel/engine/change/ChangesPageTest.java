package dev.tidewheel.engine.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of {@code docs/changes.md} promises nothing that is not tested, and no test of a change is missing in it. */
class ChangesPageTest {

    private static final Pattern ROW = Pattern.compile("^\\|.*\\| `(\\w+)` \\|$");

    /** Tests of the machinery rather than of one change. */
    private static final Set<String> NO_ROWS =
            Set.of("afterwardsOnlyWhatIsGoneDiffers", "nothingIsDoneUnlessAllIsAccepted", "aNameThatIsNobodys");

    private static List<String> rows() throws IOException {
        List<String> tests = new ArrayList<>();
        String page = Files.readString(Path.of("../docs/changes.md"));
        for (String line : page.substring(page.indexOf("## The table")).lines().toList()) {
            boolean isRow = line.startsWith("| ") && !line.startsWith("| you change");
            if (isRow) {
                Matcher row = ROW.matcher(line);
                assertThat(row.matches()).as(line).isTrue();
                tests.add(row.group(1));
            }
        }
        return tests;
    }

    @Test
    void eachRowIsATest() throws IOException {
        Set<String> tests = Stream.of(
                        ForwardChangesTest.class,
                        ResetChangesTest.class,
                        StateChangesTest.class,
                        PythonStateChangesTest.class,
                        ViewAndSinkChangesTest.class,
                        NamesAndOwnersTest.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(method -> method.getName())
                .filter(name -> !NO_ROWS.contains(name))
                .collect(Collectors.toSet());
        assertThat(rows()).isNotEmpty();
        assertThat(tests).containsExactlyInAnyOrderElementsOf(Set.copyOf(rows()));
    }
}
