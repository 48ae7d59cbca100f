package dev.tidewheel.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkSessionsTest {

    @Test
    void settingsOfTheUserWin() {
        SessionOptions options = SessionOptions.local("test")
                .with("spark.sql.shuffle.partitions", "17")
                .with(Map.of("spark.ui.enabled", "true"));

        assertThat(SparkSessions.settings(options))
                .containsEntry("spark.sql.shuffle.partitions", "17")
                .containsEntry("spark.ui.enabled", "true")
                .containsEntry("spark.driver.host", "127.0.0.1");
    }

    @Test
    void extensionsOfTheUserComeOnTopOfOurs() {
        SessionOptions options = SessionOptions.local("test").with("spark.sql.extensions", "a.B, c.D");

        assertThat(SparkSessions.settings(options))
                .containsEntry(
                        "spark.sql.extensions",
                        "io.delta.sql.DeltaSparkSessionExtension,dev.tidewheel.engine.session.ParameterExtension,a.B,c.D");
    }

    @Test
    void aClusterKeepsItsOwnIdeasOfSize() {
        SessionOptions options = SessionOptions.local("test").withMaster("spark://somewhere:7077");

        assertThat(options.isLocal()).isFalse();
        assertThat(SparkSessions.settings(options))
                .doesNotContainKeys("spark.sql.shuffle.partitions", "spark.driver.host", "spark.ui.enabled")
                .containsEntry("spark.sql.session.timeZone", "UTC")
                .extractingByKey("spark.jars")
                .asString()
                .contains("delta-spark_", "delta-kernel-api")
                .doesNotContain("spark-core");
        assertThat(SparkSessions.settings(options.with("spark.jars", "/a.jar")))
                .extractingByKey("spark.jars")
                .asString()
                .contains("delta-spark_")
                .endsWith(",/a.jar");
        assertThat(SparkSessions.settings(options.with("spark.executor.extraClassPath", "/opt/tidewheel/lib/*")))
                .doesNotContainKey("spark.jars");
        assertThat(options.withMaster("local-cluster[1,1,1024]").isLocal()).isFalse();
        assertThat(options.withMaster("local[2]").isLocal()).isTrue();
        SessionOptions configured = SessionOptions.local("test").with("spark.master", "spark://a:1");
        assertThat(configured.onMaster(null).master()).isEqualTo("spark://a:1");
        assertThat(configured.onMaster("spark://b:1").master()).isEqualTo("spark://b:1");
        assertThat(SparkSessions.settings(configured.onMaster("local[3]"))).doesNotContainKey("spark.master");
    }

    @Test
    void smallWorkIsInterpretedUnlessTheUserChose() {
        assertThat(WorkSize.ofInput(1000)).isEqualTo(WorkSize.TINY);
        assertThat(WorkSize.ofInput(1L << 20)).isEqualTo(WorkSize.SMALL);
        assertThat(WorkSize.ofInput(1L << 30)).isEqualTo(WorkSize.LARGE);
        assertThat(WorkSize.ofInput(-1)).isEqualTo(WorkSize.LARGE);
        assertThat(WorkSize.ofRepeatedInput(1000)).isEqualTo(WorkSize.TINY);
        assertThat(WorkSize.ofRepeatedInput(1L << 20)).isEqualTo(WorkSize.OFTEN);
        assertThat(WorkSize.ofRepeatedInput(1L << 30)).isEqualTo(WorkSize.LARGE);
        assertThat(WorkSize.ofRepeatedInput(-1)).isEqualTo(WorkSize.LARGE);
    }

    @Test
    void opensWritesDeltaAndLogsToTheFile(@TempDir Path folder) throws Exception {
        Path log = folder.resolve("logs/spark.log");
        SessionOptions options =
                SessionOptions.local("test").withLog(new EngineLog.ToFile(log)).withMaster("local[2]");
        try (SparkSession session = SparkSessions.openInBackground(options).get()) {
            WorkSize.SMALL.applyTo(session);
            assertThat(session.conf().get("spark.sql.adaptive.enabled")).isEqualTo("false");
            WorkSize.LARGE.applyTo(session);
            assertThat(session.conf().get("spark.sql.adaptive.enabled")).isEqualTo("true");

            List<String> notices = new CopyOnWriteArrayList<>();
            MissingExecutors.watch(CompletableFuture.completedFuture(session), notices::add, Duration.ZERO);
            await().untilAsserted(() -> assertThat(notices).hasSize(1));
            assertThat(notices.get(0)).contains("local[2] has not given an executor");

            String table = folder.resolve("table").toString();
            session.range(10).write().format("delta").save(table);
            assertThat(session.read().format("delta").load(table).count()).isEqualTo(10);
            // a run without trouble logs nothing, and so leaves no file
            assertThat(log).doesNotExist();

            org.slf4j.LoggerFactory.getLogger("org.apache.spark.test").info("quiet");
            org.slf4j.LoggerFactory.getLogger("org.apache.spark.test").warn("loud");
            org.slf4j.LoggerFactory.getLogger("dev.tidewheel.test").info("ours");
            assertThat(Files.readString(log)).contains("loud", "ours").doesNotContain("quiet");
        }
    }

    @Test
    void settingsWithSecretsAreHiddenByTheirNames() {
        SessionOptions options =
                SessionOptions.local("x").hiding(Set.of("spark.hadoop.fs.harbour.login", "spark.buoy"));
        Pattern hidden = Pattern.compile(SparkSessions.settings(options).get("spark.redaction.regex"));

        assertThat(List.of("spark.hadoop.fs.harbour.login", "fs.harbour.login", "spark.buoy", "my.password"))
                .allSatisfy(name -> assertThat(hidden.matcher(name).find()).isTrue());
        assertThat(hidden.matcher("spark.master").find()).isFalse();
    }
}
