package dev.tidewheel.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterJarsTest {
    @TempDir
    private Path folder;

    /** A dependency that is added has to be told apart: it is Spark's, or it is brought along. */
    @Test
    void bringsWhatSparkLacks() {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> brought = ClusterJars.of(classPath, folder).stream()
                .map(jar -> jar.getFileName().toString().replaceFirst("-[0-9][0-9.]*(-.*)?\\.jar$", ""))
                .toList();

        assertThat(brought)
                .contains("delta-spark_4.2_2.13", "delta-storage", "delta-kernel-api", "delta-kernel-defaults")
                .contains("spark-avro_2.13")
                .doesNotContain("spark-core_2.13", "spark-connect_2.13", "scala-library", "hadoop-client-api")
                .doesNotContain("jackson-databind", "parquet-hadoop", "antlr4-runtime", "rocksdbjni", "netty-common");
        assertThat(brought)
                .filteredOn(name -> name.startsWith("spark-"))
                .isSubsetOf("spark-avro_2.13", "spark-sql-kafka", "spark-token-provider-kafka");
    }

    @Test
    void knowsJarsByTheirNames() {
        SparkDistribution spark = SparkDistribution.known();

        assertThat(spark.brings("spark-sql_2.13-4.2.0.jar")).isTrue();
        assertThat(spark.brings("spark-sql-kafka-0-10_2.13-4.2.0.jar")).isFalse();
        assertThat(spark.brings("netty-transport-native-epoll-4.2.13.Final-linux-x86_64.jar"))
                .isTrue();
        assertThat(spark.brings("tidewheel-engine-0.1.0-SNAPSHOT.jar")).isFalse();
    }

    @Test
    void packsFoldersAndFollowsManifests() throws Exception {
        Path classes = Files.createDirectories(folder.resolve("classes/p"));
        Files.writeString(classes.resolve("A.class"), "x");
        Path listed = folder.resolve("listed-1.0.jar");
        jar(listed, "");
        Path paths = folder.resolve("paths.jar");
        jar(paths, "listed-1.0.jar classes/ missing.jar");

        List<Path> jars =
                ClusterJars.of(paths + File.pathSeparator + folder.resolve("no-such.jar"), folder.resolve("scratch"));

        assertThat(jars).hasSize(3).contains(paths, listed);
        try (JarFile packed = new JarFile(jars.get(2).toFile())) {
            assertThat(packed.getEntry("p/A.class")).isNotNull();
        }
    }

    private static void jar(Path file, String classPath) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (!classPath.isEmpty()) {
            manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            new JarOutputStream(out, manifest).close();
        }
    }
}
