package dev.tidewheel.cli;

import dev.tidewheel.cli.output.Console;
import dev.tidewheel.cli.submit.DeployMode;
import dev.tidewheel.cli.submit.ProjectJar;
import dev.tidewheel.cli.submit.SparkInstallation;
import dev.tidewheel.cli.submit.Submission;
import dev.tidewheel.engine.session.ClusterJars;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.settings.PipelineFile;
import dev.tidewheel.model.settings.PipelineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "submit",
        description = "Runs a pipeline through spark-submit, on any cluster that Spark knows: standalone, YARN,"
                + " Kubernetes.")
final class SubmitCommand implements Callable<Integer> {
    private static final String MASTER = "spark.master";

    private final Console console;
    private final Map<String, String> environment;

    @Parameters(
            index = "0",
            paramLabel = "SPEC_OR_DIR",
            description = "Pipeline file, folder with one, or a single .sql file.")
    private Path spec = Path.of("");

    @Mixin
    private SettingOptions settings = new SettingOptions();

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Option(names = "--continuous", description = "Keep running and process data as it arrives.")
    private boolean continuous;

    @Option(
            names = "--deploy-mode",
            paramLabel = "MODE",
            defaultValue = "client",
            description = "Where the driver runs: client, which is this machine, or cluster. Default: client.")
    private DeployMode mode = DeployMode.CLIENT;

    @Option(names = "--dry-run", description = "Shows the command instead of running it.")
    private boolean dryRun;

    SubmitCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        SpecRequest request = settings.request(spec);
        PipelineSettings pipeline = PipelineFile.load(spec, request.settings());
        SparkInstallation spark = SparkInstallation.find(environment);
        Path scratch = Files.createTempDirectory("tidewheel-submit-");
        List<Path> jars = ClusterJars.ofThisProcess(scratch);
        Map<String, String> conf = sparkSettings(pipeline, request);
        String master = master(request, conf, spark);
        Submission submission =
                new Submission(spark, master, mode, pipeline.name(), cliFirst(jars), conf, arguments(request));
        if (mode == DeployMode.CLUSTER) {
            checkStorage(pipeline);
            submission = withProject(submission, pipeline, scratch);
        }
        if (dryRun) {
            console.print(submission.text());
            return ExitCode.DONE;
        }
        console.flush();
        return SparkHandover.start(submission);
    }

    /** Where it is known: beside the values of secrets, which the driver looks up for itself. */
    private static Map<String, String> sparkSettings(PipelineSettings pipeline, SpecRequest request) {
        Map<String, String> conf = new LinkedHashMap<>();
        pipeline.configuration().forEach((key, value) -> {
            if (key.startsWith("spark.") && !value.contains("{{secrets/")) {
                conf.put(key, value);
            }
        });
        conf.putAll(request.sparkSettings());
        return conf;
    }

    private static String master(SpecRequest request, Map<String, String> conf, SparkInstallation spark) {
        @Nullable String configured = conf.get(MASTER);
        return request.master()
                .or(() -> Optional.ofNullable(configured))
                .or(() -> spark.byDefault(MASTER))
                .orElseThrow(() -> new PipelineException(Problem.of(
                                ErrorCode.MASTER_NOT_GIVEN, "It is not said which cluster the pipeline is to run on")
                        .because("There is no --master, and neither the pipeline file nor conf/spark-defaults.conf"
                                + " of Spark sets `" + MASTER + "`")
                        .remedy("Add --master, such as --master yarn, --master k8s://https://<host>:<port> or"
                                + " --master spark://<host>:7077")));
    }

    /** The jar with the main class is the application. */
    private static List<Path> cliFirst(List<Path> jars) {
        Path own = Path.of(SubmitCommand.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .normalize();
        List<Path> sorted = new ArrayList<>(jars);
        sorted.sort(Comparator.comparing(jar -> !jar.equals(own)));
        return sorted;
    }

    private List<String> arguments(SpecRequest request) {
        List<String> arguments = new ArrayList<>(List.of("run", project()));
        request.settings().forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        request.sparkSettings().forEach((key, value) -> arguments.addAll(List.of("--conf", key + "=" + value)));
        LibraryRequest libraries = request.libraries();
        libraries.packages().forEach(artifact -> arguments.addAll(List.of("--packages", artifact)));
        libraries.repositories().forEach(url -> arguments.addAll(List.of("--repositories", url)));
        libraries
                .jars()
                .forEach(jar ->
                        arguments.addAll(List.of("--jars", jar.toAbsolutePath().toString())));
        arguments.addAll(selection.arguments());
        if (continuous) {
            arguments.add("--continuous");
        }
        if (request.verbose()) {
            arguments.add("--verbose");
        }
        return arguments;
    }

    private String project() {
        if (mode == DeployMode.CLIENT) {
            return spec.toAbsolutePath().normalize().toString();
        }
        return Files.isDirectory(spec) ? ProjectJar.FOLDER : ProjectJar.FOLDER + "/" + spec.getFileName();
    }

    /** What is written into the folder of a driver on the cluster is lost with it. */
    private static void checkStorage(PipelineSettings pipeline) {
        boolean within = pipeline.storageFolder()
                .filter(folder -> folder.startsWith(pipeline.folder()))
                .isPresent();
        if (within) {
            throw new PipelineException(Problem.of(
                            ErrorCode.STORAGE_NOT_SHARED, "The storage `" + pipeline.storage() + "` is on this machine")
                    .because("with --deploy-mode cluster the driver runs on another one")
                    .remedy("Give `storage` a place that all machines of the cluster reach, such as"
                            + " `storage: s3a://bucket/path` or `hdfs:///path`, or use --deploy-mode client")
                    .at(pipeline.locationOf("storage").orElse(null)));
        }
    }

    private static Submission withProject(Submission submission, PipelineSettings pipeline, Path scratch)
            throws IOException {
        Path project = scratch.resolve("tidewheel-project.jar");
        ProjectJar.write(pipeline, project);
        List<Path> jars = new ArrayList<>(submission.jars());
        jars.add(project);
        List<String> arguments = new ArrayList<>(submission.arguments());
        // a pipeline is known by its id, and a name may come from the name of the folder
        arguments.addAll(List.of("--set", "id=" + pipeline.id()));
        return new Submission(
                submission.spark(),
                submission.master(),
                submission.mode(),
                submission.name(),
                jars,
                submission.settings(),
                arguments);
    }
}
