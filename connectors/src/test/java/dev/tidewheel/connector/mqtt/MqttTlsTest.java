package dev.tidewheel.connector.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.model.error.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that can only be reached by TLS, and asks clients for certificates. */
class MqttTlsTest {

    @TempDir
    Path temp;

    @TempDir
    Path brokerFolder;

    @Test
    void bothSidesShowCertificates() throws Exception {
        TestCertificates certificates = new TestCertificates(brokerFolder.resolve("tls"));
        String settings = "cafile " + certificates.file("ca.crt") + "\ncertfile " + certificates.file("server.crt")
                + "\nkeyfile " + certificates.file("server.key") + "\nrequire_certificate true";
        try (TestBroker broker = new TestBroker(brokerFolder, settings);
                PipelineFixture pipeline = PipelineFixture.in(temp)
                        .with(given -> given.configuration(Map.of("pipelines.maxFlowRetryAttempts", "0")))
                        .file("in/1.json", "{\"payload\": \"1\"}")) {
            String authority = option("tls.caFile", certificates.file("ca.crt"));
            String own = option("tls.certFile", certificates.file("client.crt"))
                    + option("tls.keyFile", certificates.file("client.key"));

            define(pipeline, broker, own);
            assertThat(pipeline.failure(ErrorCode.SOURCE_ACCESS_DENIED).fix()).contains("tls.caFile");
            define(pipeline, broker, authority);
            assertThat(pipeline.failure(ErrorCode.SOURCE_NOT_REACHABLE).toString())
                    .containsIgnoringCase("certificate");
            define(pipeline, broker, authority + option("tls.certFile", "x"));
            assertThat(pipeline.failure(ErrorCode.SOURCE_OPTION_INVALID).fix()).contains("Give both");
            define(pipeline, broker, authority + option("tls.certFile", "x") + option("tls.keyFile", "y"));
            assertThat(pipeline.failure(ErrorCode.SOURCE_OPTION_INVALID).message())
                    .contains("is not there");

            define(pipeline, broker, authority + own);
            pipeline.update();
            sink(pipeline, broker, authority + own);
            pipeline.update();
            assertThat(pipeline.rows("SELECT CAST(payload AS STRING) FROM bronze"))
                    .isEqualTo(List.of("1"));
        }
    }

    private static String option(String name, String value) {
        return ", `" + name + "` => '" + value + "'";
    }

    private static String url(TestBroker broker) {
        return broker.url().replace("mqtt:", "mqtts:");
    }

    private static void define(PipelineFixture pipeline, TestBroker broker, String options) {
        pipeline.sql("CREATE STREAMING TABLE bronze AS SELECT * FROM STREAM read_mqtt(url => '" + url(broker)
                + "', user => 'shop', password => 'wharf', topic => '#', quietPeriod => '200 milliseconds'" + options
                + ")");
    }

    /** Publishes what the next update reads, the flows being started in this order. */
    private static void sink(PipelineFixture pipeline, TestBroker broker, String options) {
        pipeline.sql(
                "sink.sql",
                "CREATE SINK out USING mqtt OPTIONS (url = '" + url(broker)
                        + "', user = 'shop', password = 'wharf', topic = 'a'" + options.replace("=>", "=")
                        + "); CREATE FLOW give AS INSERT INTO out BY NAME SELECT payload FROM STREAM read_files('"
                        + pipeline.path("in") + "', format => 'json', schema => 'payload STRING')");
        pipeline.update();
    }
}
