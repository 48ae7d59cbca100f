package dev.tidewheel.cli.submit;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A command of Tidewheel for {@code spark-submit}.
 *
 * @param name shown where Spark shows the name of an application
 * @param jars all that Spark lacks; the one with the main class among them
 * @param settings of Spark, as far as they have to be known before a driver starts
 * @param arguments of Tidewheel
 */
public record Submission(
        SparkInstallation spark,
        String master,
        DeployMode mode,
        String name,
        List<Path> jars,
        Map<String, String> settings,
        List<String> arguments) {

    private static final String MAIN = "dev.tidewheel.cli.SubmittedTidewheel";
    private static final String JAVA_OPTIONS = "spark.driver.extraJavaOptions";
    private static final String MASTER = "spark.master";
    private static final String DEPLOY_MODE = "spark.submit.deployMode";

    /** How often YARN begins an application whose driver has failed; twice if nobody says. */
    private static final String ATTEMPTS = "spark.yarn.maxAppAttempts";

    private static final Set<String> RESETS = Set.of("--full-refresh", "--full-refresh-all", "--reset-checkpoint");

    /** Plans of long queries are deep. */
    private static final String DEEP_STACK = "-Xss4m";

    public Submission {
        Objects.requireNonNull(spark, "spark is null");
        Objects.requireNonNull(mode, "mode is null");
        jars = List.copyOf(jars);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        arguments = List.copyOf(arguments);
        if (jars.isEmpty()) {
            throw new IllegalArgumentException("jars are empty");
        }
    }

    /** The whole command line, from the program on. */
    public List<String> command() {
        List<String> command = new ArrayList<>(List.of(spark.submit().toString()));
        command.addAll(List.of("--master", master, "--deploy-mode", mode.toString(), "--name", name));
        command.addAll(List.of("--class", MAIN));
        // the first one is the application itself
        if (jars.size() > 1) {
            command.addAll(List.of("--jars", joined(jars.subList(1, jars.size()), ",")));
        }
        if (mode == DeployMode.CLIENT) {
            // beside Spark's own classes in the driver, rather than in a class loader of their own
            command.addAll(List.of("--driver-class-path", joined(jars, File.pathSeparator)));
        }
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.putIfAbsent(JAVA_OPTIONS, DEEP_STACK);
        if (resetsOnYarn() && spark.byDefault(ATTEMPTS).isEmpty()) {
            // begun again, it would reset again what it has reset and read
            all.putIfAbsent(ATTEMPTS, "1");
        }
        all.keySet().removeAll(List.of(MASTER, DEPLOY_MODE));
        all.forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
        command.add(jars.get(0).toString());
        command.addAll(arguments);
        return command;
    }

    private boolean resetsOnYarn() {
        return mode == DeployMode.CLUSTER
                && master.startsWith("yarn")
                && arguments.stream().anyMatch(RESETS::contains);
    }

    private static String joined(List<Path> jars, String separator) {
        return jars.stream().map(Path::toString).collect(Collectors.joining(separator));
    }

    /** The command as a person would type it. */
    public String text() {
        return command().stream().map(Submission::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String argument) {
        return argument.matches("[\\w./:,=@%+-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
