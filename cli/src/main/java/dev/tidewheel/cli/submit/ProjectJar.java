package dev.tidewheel.cli.submit;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.settings.PipelineFile;
import dev.tidewheel.model.settings.PipelineSettings;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A project as a jar: jars reach the driver on every kind of cluster, folders do not. Taken along are all files of the
 * project's folder, but for hidden ones and what tools leave behind. Stateless.
 */
public final class ProjectJar {

    /** Stands for the folder of the project in arguments. */
    public static final String FOLDER = "@project";

    private static final String ROOT = "tidewheel-project/";
    private static final String INDEX = ROOT + ".files";
    private static final long MOST_BYTES = 64L << 20;
    private static final Set<String> LEFT_BEHIND = Set.of("target", "build", "node_modules", "__pycache__");

    private ProjectJar() {}

    /**
     * Writes the jar.
     *
     * @throws PipelineException PROJECT_FOLDER_INVALID if the folder holds too much to be sent
     */
    public static void write(PipelineSettings settings, Path jar) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(settings.folder())) {
            files = found.filter(Files::isRegularFile)
                    .filter(file -> isPart(settings.folder().relativize(file)))
                    .sorted()
                    .toList();
        }
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        if (bytes > MOST_BYTES) {
            throw new PipelineException(Problem.of(
                            ErrorCode.PROJECT_FOLDER_INVALID,
                            "The folder `" + settings.folder() + "` is too large to be sent to a cluster")
                    .because((bytes >> 20) + " MB in " + files.size() + " files; at most " + (MOST_BYTES >> 20)
                            + " MB are sent")
                    .remedy("Keep data where the cluster reads it, such as in an object store"));
        }
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            StringBuilder index = new StringBuilder();
            for (Path file : files) {
                String name = settings.folder().relativize(file).toString().replace(File.separatorChar, '/');
                index.append(name).append('\n');
                zip.putNextEntry(new ZipEntry(ROOT + name));
                Files.copy(file, zip);
            }
            zip.putNextEntry(new ZipEntry(INDEX));
            zip.write(index.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static boolean isPart(Path relative) {
        for (Path part : relative) {
            String name = part.toString();
            if (name.startsWith(".") || LEFT_BEHIND.contains(name) || name.equals(PipelineFile.STORAGE_FOLDER)) {
                return false;
            }
        }
        return true;
    }

    /** Unpacks the project that is on the class path into a folder. */
    public static void unpack(ClassLoader loader, Path folder) throws IOException {
        String index;
        try (InputStream in = loader.getResourceAsStream(INDEX)) {
            if (in == null) {
                throw new IOException("the jar of the project is not on the class path");
            }
            index = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (String name : index.lines().toList()) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            try (InputStream in = loader.getResourceAsStream(ROOT + name)) {
                if (in == null) {
                    throw new IOException("`" + name + "` is missing in the jar of the project");
                }
                Files.copy(in, file);
            }
        }
    }
}
