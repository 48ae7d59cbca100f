package dev.tidewheel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.cli.Scene.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a user sees who does something wrong, command by command, with the real engine. The scenes are in the resources
 * below {@code wrong/}; {@code -Dupdate.golden=true} writes what has been shown into them.
 */
class WrongInputsTest {
    private static final Pattern TRACE = Pattern.compile(
            "(?m)^\\s*at \\S+\\(|\\b(java|scala|org\\.apache|io\\.delta)\\.[a-z.]*[A-Z]\\w*|Exception in thread|Caused by:");
    private static final Pattern NOISE =
            Pattern.compile("SQLSTATE|\\[[A-Z_]{6,}\\.?[A-Z_]*]|log4j|\\b(WARN|ERROR|INFO) |INTERNAL|== SQL");

    /** The first line of a problem: its place, if it has one, its code and its message. */
    private static final Pattern PROBLEM = Pattern.compile(
            "(?m)^(?:(?:\\S.*?: )?(?:[A-Z]+(?:_[A-Z]+)+|CYCLE): (?=\\S)|tidewheel: |(?=\\{\"problems\":\\[\\{))");

    @TempDir
    private Path temp;

    static List<Scene> scenes() {
        return Scene.all();
    }

    @Test
    void areManyAndMeetEveryCommand() {
        List<Part> commands =
                Scene.all().stream().flatMap(scene -> scene.commands().stream()).toList();

        assertThat(Scene.all()).hasSizeGreaterThanOrEqualTo(40);
        assertThat(commands)
                .extracting(command -> command.arguments().get(0))
                .contains("init", "run", "validate", "graph", "plan", "query", "events", "tables");
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void showOneClearError(Scene scene) throws IOException {
        play(scene, scene.needsProcesses() ? new CommandsInProcesses() : new CommandsHere());
    }

    private void play(Scene scene, Stage.Commands commands) throws IOException {
        Scene played = scene.played(new Stage(temp, commands)::play);

        if (Boolean.getBoolean("update.golden")) {
            played.write();
        } else {
            assertThat(played.text()).isEqualTo(scene.text());
        }
        Part last = played.commands().get(played.commands().size() - 1);
        assertThat(last.body()).containsPattern("exit code [12]\n$");
        assertThat(PROBLEM.matcher(last.body()).results())
                .as("problems")
                .hasSize(scene.head().contains("two problems") ? 2 : 1);
        played.commands()
                .forEach(command ->
                        assertThat(command.body()).doesNotContainPattern(TRACE).doesNotContainPattern(NOISE));
    }
}
