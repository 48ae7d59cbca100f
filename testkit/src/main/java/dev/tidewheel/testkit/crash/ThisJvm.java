package dev.tidewheel.testkit.crash;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** How another JVM is started like this one: its options and its class path. Stateless. */
public final class ThisJvm {

    private ThisJvm() {}

    /**
     * The beginning of a command line, to which a main class is still to be added.
     *
     * @param heap its most, as after {@code -Xmx}
     */
    public static List<String> command(String heap) {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (option.startsWith("--add-opens") || option.startsWith("-XX:") || option.startsWith("-Djdk.")) {
                command.add(option);
            }
        }
        // killed processes leave temporary files behind
        command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
        command.addAll(List.of("-Xss4m", "-Xmx" + heap, "-cp"));
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        return command;
    }
}
