package dev.tidewheel.engine.library;

import dev.tidewheel.engine.spark.PlanRewrite;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.settings.Library;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.ivy.core.settings.IvySettings;
import org.apache.spark.util.MavenUtils;
import scala.Option;

/**
 * Downloads artifacts with all that they need, as {@code spark-submit --packages} does: from the user's own Maven
 * repository on this machine, Maven Central, and the repository that is named. What Spark itself brings is left out.
 * Thread-safe; each artifact is resolved once in a process.
 */
final class MavenArtifacts {

    private static final String NOT_FOUND = "not found";

    /** What comes with the engine, and must not come a second time in another version. */
    private static final List<String> PROVIDED = List.of(
            "org.apache.spark:*",
            "org.scala-lang:*",
            "org.apache.hadoop:*",
            "io.delta:*",
            "org.slf4j:*",
            "log4j:*",
            "org.apache.logging.log4j:*",
            "ch.qos.logback:*",
            "com.fasterxml.jackson.core:*",
            "com.fasterxml.jackson.module:*");

    private static final Map<Library.Maven, List<String>> RESOLVED = new ConcurrentHashMap<>();

    private MavenArtifacts() {}

    /**
     * Paths of the jars of an artifact and of all that it needs.
     *
     * @throws PipelineException SOURCE_FILE_NOT_FOUND at its place if it cannot be had
     */
    static List<String> jars(Library.Maven artifact) {
        return RESOLVED.computeIfAbsent(artifact, MavenArtifacts::resolve);
    }

    private static List<String> resolve(Library.Maven artifact) {
        if (!artifact.coordinates().matches("[^:\\s]+:[^:\\s]+:[^:\\s]+")) {
            throw new PipelineException(Problem.of(
                            ErrorCode.PIPELINE_FILE_INVALID_VALUE,
                            "`" + artifact.coordinates() + "` names no artifact of a Maven repository")
                    .remedy("Write group:artifact:version, as in org.postgresql:postgresql:42.7.14")
                    .at(artifact.location()));
        }
        ByteArrayOutputStream report = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(report, true, StandardCharsets.UTF_8);
        try {
            List<String> exclusions = new ArrayList<>(PROVIDED);
            exclusions.addAll(artifact.exclusions());
            IvySettings settings =
                    MavenUtils.buildIvySettings(Option.apply(artifact.repository()), Option.empty(), true, out);
            return PlanRewrite.toJava(MavenUtils.resolveMavenCoordinates(
                    artifact.coordinates(),
                    settings,
                    Option.empty(),
                    true,
                    PlanRewrite.toScala(exclusions.stream()
                            .filter(exclusion -> !sameArtifact(exclusion, artifact.coordinates()))
                            .toList()),
                    false,
                    out));
        } catch (Exception e) {
            // Scala does not declare what it throws
            throw new PipelineException(
                    Problem.of(
                                    ErrorCode.SOURCE_FILE_NOT_FOUND,
                                    "The artifact `" + artifact.coordinates() + "` cannot be had")
                            .because(reason(report.toString(StandardCharsets.UTF_8), e))
                            .remedy(
                                    "Check group, artifact and version, and that the repository can be reached; or download"
                                            + " the jar and name it as `- jar: <path>`")
                            .at(artifact.location()),
                    e);
        }
    }

    /** An exclusion must not take away what is asked for by name. */
    private static boolean sameArtifact(String exclusion, String coordinates) {
        String group = exclusion.substring(0, exclusion.indexOf(':'));
        return coordinates.startsWith(group + ":");
    }

    private static String reason(String report, Exception error) {
        String lines = report.lines()
                .filter(line -> line.contains(NOT_FOUND) || line.contains("UNRESOLVED"))
                .map(line -> line.replace("::", "").strip())
                .filter(line -> !line.isEmpty())
                .distinct()
                .limit(3)
                .collect(Collectors.joining("; "));
        return lines.isEmpty() ? String.valueOf(error.getMessage()) : lines;
    }
}
