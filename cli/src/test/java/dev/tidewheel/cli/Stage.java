package dev.tidewheel.cli;

import dev.tidewheel.cli.Scene.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder in which scenes are played. {@code /shop} in a scene is a folder of it. */
final class Stage {
    private static final String SHOP = "/shop";

    private final Path folder;
    private final Commands commands;

    /** Runs the whole command line. */
    interface Commands {
        Result run(List<String> arguments);
    }

    /** What is seen on the screen, and what the shell is told. */
    record Result(String output, int exitCode) {}

    Stage(Path folder, Commands commands) throws IOException {
        // a temporary folder may be reached by a link, and messages show where it really is
        this.folder = folder.toRealPath();
        this.commands = commands;
        Files.createDirectory(folder.resolve("shop"));
    }

    Part play(Part part) {
        if (part.isCommand()) {
            Result result =
                    commands.run(part.arguments().stream().map(this::onStage).toList());
            return new Part(part.title(), offStage(result.output()) + "exit code " + result.exitCode() + "\n");
        }
        put(part);
        return part;
    }

    private String onStage(String argument) {
        return argument.startsWith(SHOP) ? folder + argument : argument;
    }

    /** What differs each time is left out: where the stage is, ids, times. */
    private String offStage(String output) {
        return output.replace(folder.toString(), "")
                .replaceAll("\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b", "<id>")
                .replaceAll("\\d+\\.\\d s\\b", "<time>")
                .replaceAll("[\\d,]+/s\\b", "<speed>/s")
                .replaceAll("[\\d.,]+ (bytes|KB|MB)\\b", "<size>");
    }

    private void put(Part part) {
        Path path = folder.resolve("shop").resolve(part.title());
        try {
            if (part.title().endsWith("/")) {
                Files.createDirectories(path);
            } else {
                Files.createDirectories(path.getParent());
                Files.writeString(path, part.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
