package dev.tidewheel.engine.session;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The jars of this process that the processes of a cluster lack: the engine, its connectors, Delta Lake, and whatever else
 * is on the class path and does not come with Spark. Stateless.
 */
public final class ClusterJars {

    private ClusterJars() {}

    /**
     * Paths of these jars, in the order of the class path. Folders of classes, which an IDE or a build puts there, are
     * packed into jars.
     *
     * @param scratch a folder for such jars, which need not exist
     */
    public static List<Path> ofThisProcess(Path scratch) {
        return of(System.getProperty("java.class.path"), scratch);
    }

    static List<Path> of(String classPath, Path scratch) {
        SparkDistribution spark = SparkDistribution.known();
        Set<Path> entries = new LinkedHashSet<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            if (!entry.isEmpty()) {
                addWithManifest(Path.of(entry).toAbsolutePath().normalize(), entries);
            }
        }
        List<Path> jars = new ArrayList<>();
        for (Path entry : entries) {
            if (Files.isDirectory(entry)) {
                pack(entry, scratch, jars.size()).ifPresent(jars::add);
            } else if (!spark.brings(String.valueOf(entry.getFileName()))) {
                jars.add(entry);
            }
        }
        return jars;
    }

    /** A jar may have nothing but the rest of the class path in it, where command lines must be short. */
    private static void addWithManifest(Path entry, Set<Path> entries) {
        if (!Files.exists(entry) || !entries.add(entry) || Files.isDirectory(entry)) {
            return;
        }
        try (JarFile jar = new JarFile(entry.toFile())) {
            Manifest manifest = jar.getManifest();
            String more = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            if (more == null) {
                return;
            }
            for (String url : more.strip().split("\\s+")) {
                URI resolved = entry.toUri().resolve(url);
                if ("file".equals(resolved.getScheme())) {
                    addWithManifest(Path.of(resolved).normalize(), entries);
                }
            }
        } catch (IOException notAJar) {
            entries.remove(entry);
        }
    }

    private static Optional<Path> pack(Path folder, Path scratch, int number) {
        try (Stream<Path> found = Files.walk(folder)) {
            List<Path> files = found.filter(Files::isRegularFile).sorted().toList();
            if (files.isEmpty()) {
                return Optional.empty();
            }
            Files.createDirectories(scratch);
            Path jar = scratch.resolve("classes-" + number + ".jar");
            try (OutputStream out = Files.newOutputStream(jar);
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                for (Path file : files) {
                    zip.putNextEntry(
                            new ZipEntry(folder.relativize(file).toString().replace(File.separatorChar, '/')));
                    Files.copy(file, zip);
                }
            }
            return Optional.of(jar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
