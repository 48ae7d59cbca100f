package dev.tidewheel.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A key with a certificate that it has signed itself, made by the keytool of Java: a key store for who has it, and a trust
 * store for who trusts it.
 */
record TestCertificate(Path keys, Path trusted) {

    static final String PASSWORD = "harbour-5520";

    static TestCertificate in(Path folder) throws IOException, InterruptedException {
        Path keys = folder.resolve("keys.p12");
        Path trusted = folder.resolve("trusted.p12");
        String certificate = folder.resolve("certificate").toString();
        keytool(keys, "-genkeypair", "-keyalg", "EC", "-dname", "CN=test", "-ext", "SAN=ip:127.0.0.1");
        keytool(keys, "-exportcert", "-file", certificate);
        keytool(trusted, "-importcert", "-noprompt", "-file", certificate);
        return new TestCertificate(keys, trusted);
    }

    private static void keytool(Path store, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "test", "-keystore", store.toString(), "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    /** Settings of a broker that shows the certificate, and asks for it. */
    Map<String, String> broker() {
        return Map.of(
                "ssl.keystore.location",
                keys.toString(),
                "ssl.keystore.password",
                PASSWORD,
                "ssl.truststore.location",
                trusted.toString(),
                "ssl.truststore.password",
                PASSWORD,
                "ssl.client.auth",
                "required");
    }
}
