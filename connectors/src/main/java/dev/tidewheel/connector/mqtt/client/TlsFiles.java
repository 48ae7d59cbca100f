package dev.tidewheel.connector.mqtt.client;

import dev.tidewheel.engine.source.connector.ConnectorOptions;
import dev.tidewheel.model.error.PipelineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Files in the PEM format by which broker and client know each other. Immutable; they are read for each connection, so that
 * they can be replaced.
 *
 * @param caFile certificates that are trusted; null for those that Java trusts
 * @param certFile the client's own certificate and those above it
 * @param keyFile the key of that certificate
 */
public record TlsFiles(
        @Nullable String caFile,
        @Nullable String certFile,
        @Nullable String keyFile) implements Serializable {

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    static TlsFiles read(ConnectorOptions options, boolean secured, UnaryOperator<String> paths) {
        for (String name : List.of("tls.caFile", "tls.certFile", "tls.keyFile")) {
            if (!secured && options.text(name).isPresent()) {
                throw new PipelineException(options.problem(
                        name, "The option `" + name + "` has no meaning without TLS", "Write mqtts:// in the url"));
            }
        }
        boolean certificate = options.text("tls.certFile").isPresent();
        if (certificate != options.text("tls.keyFile").isPresent()) {
            throw new PipelineException(options.problem(
                    certificate ? "tls.certFile" : "tls.keyFile",
                    "Only one of the options `tls.certFile` and `tls.keyFile` is given",
                    "Give both: the certificate of this client, and its key"));
        }
        return new TlsFiles(
                options.text("tls.caFile").map(paths).orElse(null),
                options.text("tls.certFile").map(paths).orElse(null),
                options.text("tls.keyFile").map(paths).orElse(null));
    }

    /**
     * Secures a connection.
     *
     * @throws IOException if a file cannot be read, or one side does not trust the other
     */
    Socket secure(Socket plain, String host, int port) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    certFile == null || keyFile == null
                            ? null
                            : own(certFile, keyFile).getKeyManagers(),
                    caFile == null ? null : trusted(caFile).getTrustManagers(),
                    null);
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (GeneralSecurityException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static TrustManagerFactory trusted(String file) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        int number = 0;
        for (Certificate certificate : certificates(file)) {
            store.setCertificateEntry("ca" + number++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    private static KeyManagerFactory own(String certFile, String keyFile) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setKeyEntry(
                "own", key(keyFile), new char[0], certificates(certFile).toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(String file)
            throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(path(file))) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new IOException("there is no certificate in " + file);
            }
            return found;
        }
    }

    private static PrivateKey key(String file) throws GeneralSecurityException, IOException {
        String text = Files.readString(path(file), StandardCharsets.US_ASCII);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(
                    "there is no plain PKCS#8 key in " + file + "; make one with openssl pkcs8 -topk8" + " -nocrypt");
        }
        byte[] bytes = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
        for (String algorithm : List.of("RSA", "EC")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (InvalidKeySpecException e) {
                // of the other algorithm
            }
        }
        throw new IOException("the key in " + file + " is neither of RSA nor of elliptic curves");
    }

    private static Path path(String file) {
        return file.startsWith("file:") ? Path.of(java.net.URI.create(file)) : Path.of(file);
    }
}
