package dev.tidewheel.testkit.crash;

import dev.tidewheel.engine.PipelineEngine;
import dev.tidewheel.engine.UpdateRequest;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.run.UpdateResult;
import dev.tidewheel.engine.session.EngineLog;
import dev.tidewheel.engine.session.SessionOptions;
import dev.tidewheel.engine.session.SparkSessions;
import dev.tidewheel.model.event.UpdateState;
import dev.tidewheel.model.settings.PipelineFile;
import dev.tidewheel.model.settings.PipelineSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * The other side of {@link ResidentProcess}: takes orders, a line each, and says how each update has ended. Each has an
 * engine and a session of its own. Used by one thread.
 */
final class Resident {
    static final String READY = "resident: ready";
    static final String CONTINUOUS = "--continuous";
    static final String ENDED = "resident: ended ";

    private final SparkSession spark;

    private Resident(SparkSession spark) {
        this.spark = spark;
    }

    public static void main(String[] arguments) throws IOException {
        Path log = Path.of(System.getProperty("java.io.tmpdir"), "resident-spark.log");
        Resident resident =
                new Resident(SparkSessions.open(SessionOptions.local("resident").withLog(new EngineLog.ToFile(log))));
        System.out.println(READY);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            System.out.println(ENDED + resident.obey(List.of(order.split("\t"))));
        }
        Runtime.getRuntime().halt(0);
    }

    private int obey(List<String> order) throws IOException {
        StringWriter text = new StringWriter();
        int exit = 1;
        try {
            UpdateResult result = run(order);
            text.append(result.state() + "\n");
            result.problems().forEach(problem -> text.append(problem + "\n"));
            exit = result.state() == UpdateState.COMPLETED ? 0 : 1;
        } catch (RuntimeException e) {
            e.printStackTrace(new PrintWriter(text));
        }
        Path log = Path.of(order.get(1));
        Files.writeString(log, text.toString(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return exit;
    }

    private UpdateResult run(List<String> order) {
        Map<String, String> overrides = new LinkedHashMap<>();
        List<String> refreshed = new ArrayList<>();
        List<String> anew = new ArrayList<>();
        boolean allAnew = false;
        boolean goesOn = false;
        for (String option : order.subList(2, order.size())) {
            String[] parts = option.split("[ =]", 3);
            switch (parts[0]) {
                case "--set" -> overrides.put(parts[1], parts[2]);
                case "--refresh" -> refreshed.addAll(List.of(parts[1].split(",")));
                case "--full-refresh" -> anew.addAll(List.of(parts[1].split(",")));
                case "--full-refresh-all" -> allAnew = true;
                case CONTINUOUS -> goesOn = true;
                default -> throw new IllegalArgumentException("no such option: " + option);
            }
        }
        PipelineSettings settings = PipelineFile.load(Path.of(order.get(0)), overrides);
        SparkSession session = spark.newSession();
        settings.configuration().forEach((key, value) -> {
            if (key.startsWith("spark.")) {
                session.conf().set(key, value);
            }
        });
        try (PipelineEngine engine = PipelineEngine.on(session, settings)) {
            return engine.run(
                    UpdateRequest.of(new Selection(refreshed, anew, allAnew)).continuously(goesOn));
        }
    }
}
