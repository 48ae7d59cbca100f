package dev.tidewheel.bench;

import dev.tidewheel.engine.EngineOptions;
import dev.tidewheel.engine.PipelineEngine;
import dev.tidewheel.engine.UpdateRequest;
import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.run.UpdateResult;
import dev.tidewheel.engine.session.EngineLog;
import dev.tidewheel.model.settings.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Measures what depends on the number of tables alone: a generated pipeline of files with ten tables each: two
 * streaming tables from files, four streaming tables with expectations behind them, and four views that join across
 * files. Arguments: work folder, language (SQL or PYTHON), number of tables. Prints wall and CPU seconds of each step, and
 * what is alive on the heap in the end.
 */
final class ManyTables {

    private static final int TABLES_IN_A_FILE = 10;
    private static final int REPEATS = 5;

    private ManyTables() {}

    public static void main(String[] arguments) throws Exception {
        Stopwatch watch = new Stopwatch();
        ManySources sources = ManySources.valueOf(arguments[1]);
        Path work = Path.of(arguments[0]).toAbsolutePath().resolve("many-" + sources.ending());
        Links.remove(work);
        int files = Integer.parseInt(arguments[2]) / TABLES_IN_A_FILE;
        Path project = make(work, sources, files);
        PipelineEngine engine = PipelineEngine.open(
                PipelineFile.load(project, Map.of()),
                new EngineOptions("local[2]", Map.of(), new EngineLog.ToFile(work.resolve("engine.log"))));
        watch.report("start and generate");
        engine.validate();
        watch.report("validate, first");
        for (int i = 0; i < REPEATS; i++) {
            String comment = sources.comment("edited " + i);
            for (int file = 0; file < files; file++) {
                Files.writeString(file(project, sources, file), comment, StandardOpenOption.APPEND);
            }
            watch.restart();
            engine.validate();
            watch.report("validate, all files edited");
            engine.validate();
            watch.report("validate, nothing edited");
        }
        update(engine);
        watch.report("update, first");
        for (int i = 0; i < REPEATS; i++) {
            update(engine);
            watch.report("update, nothing new");
        }
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.printf("live heap MB %d%n", (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static void update(PipelineEngine engine) {
        UpdateResult result = engine.run(UpdateRequest.of(Selection.ALL));
        if (!result.completed()) {
            System.err.println(result.problems());
            Runtime.getRuntime().halt(1);
        }
    }

    private static Path make(Path work, ManySources sources, int files) throws IOException {
        Path project = Files.createDirectories(work.resolve("project"));
        Path data = Files.createDirectories(work.resolve("data"));
        Files.createDirectories(project.resolve("parts"));
        Files.writeString(project.resolve("pipeline.yml"), "name: many\nlibraries: [parts/**]\n");
        for (int file = 0; file < files; file++) {
            for (int source = 0; source < 2; source++) {
                Path folder = Files.createDirectories(data.resolve(file + "-" + source));
                StringBuilder rows = new StringBuilder();
                for (int row = 0; row < 20; row++) {
                    rows.append(String.format(
                            "{\"id\":%d,\"amount\":%d,\"day\":\"2026-01-%02d\"}%n", row, row * file, 1 + row));
                }
                Files.writeString(folder.resolve("rows.json"), rows);
            }
            Files.writeString(file(project, sources, file), sources.text(data, file, files));
        }
        return project;
    }

    private static Path file(Path project, ManySources sources, int file) {
        return project.resolve(String.format("parts/part_%02d.%s", file, sources.ending()));
    }
}
