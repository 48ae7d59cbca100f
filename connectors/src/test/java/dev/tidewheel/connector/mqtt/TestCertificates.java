package dev.tidewheel.connector.mqtt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An authority of our own in a folder, and what it has signed: a server at 127.0.0.1, and a client. */
final class TestCertificates {

    private final Path folder;

    TestCertificates(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        Files.createDirectories(folder);
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=authority", "-keyout")
                .run("ca.key", "-out", "ca.crt");
        Files.writeString(folder.resolve("names"), "subjectAltName=IP:127.0.0.1\n");
        sign("server");
        sign("client");
    }

    private void sign(String name) throws IOException, InterruptedException {
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=" + name, "-keyout")
                .run(name + ".key", "-out", name + ".csr");
        openssl("x509", "-req", "-days", "2", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-extfile")
                .run("names", "-in", name + ".csr", "-out", name + ".crt");
    }

    String file(String name) {
        return folder.resolve(name).toString();
    }

    private interface Command {
        void run(String... rest) throws IOException, InterruptedException;
    }

    private Command openssl(String... words) {
        return rest -> {
            List<String> command = new ArrayList<>(List.of("openssl"));
            command.addAll(Arrays.asList(words));
            command.addAll(Arrays.asList(rest));
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("openssl.log").toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new IOException(
                        String.join(" ", command) + ": " + Files.readString(folder.resolve("openssl.log")));
            }
        };
    }
}
