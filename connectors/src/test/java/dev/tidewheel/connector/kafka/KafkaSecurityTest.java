package dev.tidewheel.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewheel.engine.plan.Selection;
import dev.tidewheel.engine.testing.PipelineFixture;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers that want to see certificates, passwords or tokens. */
class KafkaSecurityTest {

    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";
    private static final String OAUTH = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule";
    private static final int ITERATIONS = 4096;

    private static TestCertificate certificate;
    private static TestListener tls;
    private static TestListener sasl;
    private static TestBroker broker;

    @TempDir
    Path folder;

    private PipelineFixture pipeline;

    @BeforeAll
    static void startBroker(@TempDir Path brokerFolder) throws Exception {
        certificate = TestCertificate.in(brokerFolder);
        tls = TestListener.of("TLS", "SSL", certificate.broker());
        Map<String, String> settings = new HashMap<>(certificate.broker());
        settings.put("ssl.client.auth", "none");
        settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER");
        settings.put("scram-sha-256.sasl.jaas.config", SCRAM + " required;");
        settings.put("scram-sha-512.sasl.jaas.config", SCRAM + " required;");
        settings.put("oauthbearer.sasl.jaas.config", OAUTH + " required unsecuredLoginStringClaim_sub=\"broker\";");
        sasl = TestListener.of("TLS_SASL", "SASL_SSL", settings);
        broker = TestBroker.startIn(brokerFolder.resolve("broker"), List.of(tls, sasl));
        broker.create("in", 1);
        broker.create("out", 1);
        broker.send("in", 0, "a", "b");
        addUser();
    }

    private static void addUser() throws Exception {
        try (Admin admin = broker.admin()) {
            for (ScramMechanism mechanism : List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)) {
                admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                                TestBroker.USER, new ScramCredentialInfo(mechanism, ITERATIONS), TestBroker.PASSWORD)))
                        .all()
                        .get();
            }
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .until(() -> admin.describeUserScramCredentials(List.of(TestBroker.USER))
                                    .description(TestBroker.USER)
                                    .get()
                                    .credentialInfos()
                                    .size()
                            == 2);
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void open() throws Exception {
        Files.writeString(folder.resolve("pipeline.yml"), """
                name: secured
                secrets:
                  - file: .env
                configuration:
                  pipelines.maxFlowRetryAttempts: 0
                """);
        Files.writeString(folder.resolve(".env"), "kafka/stores=" + TestCertificate.PASSWORD + "\n");
        pipeline = PipelineFixture.of(folder.resolve("pipeline.yml"));
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private static Map<String, String> trust() {
        return new HashMap<>(Map.of(
                "kafka.ssl.truststore.location",
                certificate.trusted().toString(),
                "kafka.ssl.truststore.password",
                "{{secrets/kafka/stores}}"));
    }

    private static Map<String, String> login(String mechanism, String module, String values) {
        Map<String, String> options = trust();
        options.put("kafka.security.protocol", "SASL_SSL");
        options.put("kafka.sasl.mechanism", mechanism);
        options.put("kafka.sasl.jaas.config", "kafkashaded." + module + " required " + values + ";");
        return options;
    }

    private static Map<String, String> scram(String mechanism, String password) {
        return login(mechanism, SCRAM, "username=\"" + TestBroker.USER + "\" password=\"" + password + "\"");
    }

    private static String written(Map<String, String> options, String arrow) {
        return options.entrySet().stream()
                .map(option -> ", `" + option.getKey() + "` " + arrow + " '" + option.getValue() + "'")
                .collect(Collectors.joining());
    }

    private void reads(String name, String servers, Map<String, String> options) {
        pipeline.sql(
                name + ".sql",
                "CREATE STREAMING TABLE " + name + " AS SELECT CAST(value AS STRING) AS text FROM STREAM read_kafka("
                        + "bootstrapServers => '" + servers + "', subscribe => 'in', startingOffsets => 'earliest'"
                        + written(options, "=>") + ")");
    }

    private List<Problem> problems() {
        return pipeline.run(Selection.ALL).result().problems();
    }

    @Test
    void allWaysToLogInWork() {
        Map<String, String> both = trust();
        both.put("kafka.security.protocol", "SSL");
        both.put("kafka.ssl.keystore.location", certificate.keys().toString());
        both.put("kafka.ssl.keystore.password", "{{secrets/kafka/stores}}");
        reads("by_certificate", tls.servers(), both);
        reads("scram_256", sasl.servers(), scram("SCRAM-SHA-256", TestBroker.PASSWORD));
        reads("scram_512", sasl.servers(), scram("SCRAM-SHA-512", TestBroker.PASSWORD));
        reads("by_token", sasl.servers(), login("OAUTHBEARER", OAUTH, "unsecuredLoginStringClaim_sub=\"reader\""));
        pipeline.sql(
                "sink.sql",
                "CREATE SINK out USING kafka OPTIONS ('topic' = 'out', 'kafka.bootstrap.servers' = '"
                        + sasl.servers() + "'"
                        + written(scram("SCRAM-SHA-512", TestBroker.PASSWORD), "=")
                                .replace("`", "'") + ");"
                        + "CREATE FLOW away AS INSERT INTO out BY NAME SELECT text AS value FROM STREAM scram_512;"
                        + "CREATE STREAMING TABLE written AS SELECT CAST(value AS STRING) FROM STREAM read_kafka("
                        + "bootstrapServers => '" + broker.servers()
                        + "', subscribe => 'out', startingOffsets => 'earliest')");

        pipeline.update();
        pipeline.update();

        for (String table : List.of("by_certificate", "scram_256", "scram_512", "by_token", "written")) {
            assertThat(pipeline.table(table)).as(table).containsExactly("a", "b");
        }
    }

    @Test
    void whoIsNotLetInIsToldWhy() {
        Map<String, String> noKey = trust();
        noKey.put("kafka.security.protocol", "SSL");
        reads("no_certificate", tls.servers(), noKey);
        reads("no_trust", sasl.servers(), Map.of("kafka.security.protocol", "SSL"));
        reads("wrong_password", sasl.servers(), scram("SCRAM-SHA-256", "wrong"));
        pipeline.file("data/1.json", "{\"value\": \"x\"}");
        pipeline.sql(
                "sink.sql",
                "CREATE SINK out USING kafka OPTIONS ('topic' = 'out', 'kafka.bootstrap.servers' = '"
                        + sasl.servers() + "'"
                        + written(scram("SCRAM-SHA-512", "wrong"), "=").replace("`", "'") + ");"
                        + "CREATE FLOW away AS INSERT INTO out BY NAME SELECT value FROM STREAM read_files('"
                        + pipeline.path("data") + "', format => 'json')");

        List<Problem> problems = problems();

        assertThat(problems)
                .extracting(Problem::code)
                .containsOnly(ErrorCode.SOURCE_ACCESS_DENIED)
                .hasSize(4);
        assertThat(problems)
                .extracting(Problem::fix)
                .anySatisfy(fix -> assertThat(fix).contains("truststore"));
        assertThat(problems.toString()).doesNotContain(TestCertificate.PASSWORD);
    }

    @Test
    void theLibraryForAmazonIsNamed() throws Exception {
        reads("iam", sasl.servers(), login("AWS_MSK_IAM", "software.amazon.msk.auth.iam.IAMLoginModule", ""));
        assertThat(problems()).extracting(Problem::code).containsExactly(ErrorCode.FEATURE_NOT_SUPPORTED);
        assertThat(problems().get(0).fix()).contains("software.amazon.msk:aws-msk-iam-auth");

        pipeline.close();
        makeLoginModule();
        Files.writeString(
                folder.resolve("pipeline.yml"),
                Files.readString(folder.resolve("pipeline.yml"))
                        + "libraries:\n  - transformations/**\n  - jar: login.jar\n");
        pipeline = PipelineFixture.of(folder.resolve("pipeline.yml"));
        Problem used = problems().get(0);
        assertThat(used.code()).isEqualTo(ErrorCode.SOURCE_ACCESS_DENIED);
        assertThat(used.cause()).contains("found and used");
    }

    private void makeLoginModule() throws Exception {
        Path code = Files.createDirectories(folder.resolve("code/software/amazon/msk/auth/iam"));
        Path source = code.resolve("IAMLoginModule.java");
        Files.writeString(source, """
                package software.amazon.msk.auth.iam;
                public class IAMLoginModule extends org.apache.kafka.common.security.plain.PlainLoginModule {
                    @Override
                    public boolean login() {
                        throw new IllegalStateException("found and used");
                    }
                }
                """);
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-proc:none", "-cp", classes, source.toString()))
                .isZero();
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve("login.jar")))) {
            jar.putNextEntry(new JarEntry("software/amazon/msk/auth/iam/IAMLoginModule.class"));
            jar.write(Files.readAllBytes(code.resolve("IAMLoginModule.class")));
            jar.putNextEntry(new JarEntry("META-INF/services/javax.security.auth.spi.LoginModule"));
            jar.write("software.amazon.msk.auth.iam.IAMLoginModule".getBytes(StandardCharsets.UTF_8));
        }
    }
}
