package dev.tidewheel.examples.crash;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts the command line in a process of its own. Immutable.
 *
 * @param command its beginning: the launcher, or a JVM with its options
 */
record TidewheelProcess(List<String> command) {

    TidewheelProcess {
        command = List.copyOf(command);
    }

    /** A JVM like the launcher's, on the class path of this one. */
    static TidewheelProcess onThisClassPath() {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (option.startsWith("--add-opens") || option.startsWith("-XX:") || option.startsWith("-Djdk.")) {
                command.add(option);
            }
        }
        // killed processes leave temporary files behind
        command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
        command.addAll(List.of("-Xss4m", "-Xmx2g", "-cp"));
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add("dev.tidewheel.cli.Tidewheel");
        return new TidewheelProcess(command);
    }

    /** Starts an update of the pipeline in a folder; what it prints goes to {@code log}. */
    Process run(Path folder, Map<String, String> settings, List<String> options, Path log) throws IOException {
        List<String> line = new ArrayList<>(command);
        line.add("run");
        line.add(folder.toString());
        settings.forEach((key, value) -> line.addAll(List.of("--set", key + "=" + value)));
        line.addAll(options);
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }
}
