package dev.tidewheel.connector.mqtt.client;

import dev.tidewheel.engine.source.connector.ConnectorOptions;
import dev.tidewheel.model.error.PipelineException;
import java.io.Serializable;
import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where a broker is, and who comes to it. Immutable; user and password are not shown.
 *
 * @param password may hold a reference to a secret, see {@link #revealed}
 */
public record Broker(
        URI url,
        boolean version5,
        @Nullable String user,
        @Nullable String password,
        TlsFiles tls) implements Serializable {

    public static final List<String> OPTIONS =
            List.of("url", "version", "user", "password", "tls.caFile", "tls.certFile", "tls.keyFile");

    /** @param paths turns a path as it is written into one that can be opened */
    public static Broker read(ConnectorOptions options, UnaryOperator<String> paths) {
        String text = options.required("url", "url => 'mqtt://broker:1883'");
        URI url = options.parsed("url", "mqtt://host:port, or mqtts:// for TLS", URI::create)
                .orElseThrow();
        boolean secured = "mqtts".equals(url.getScheme());
        if ((!secured && !"mqtt".equals(url.getScheme())) || url.getHost() == null || url.getUserInfo() != null) {
            throw new PipelineException(options.problem(
                    "url",
                    "`" + text.replaceFirst("//[^/@]*@", "//") + "` is not the address of a broker",
                    "Write mqtt://host:port, or mqtts:// for TLS; user and password have options of their own"));
        }
        return new Broker(
                url,
                options.word("version", "5", "3.1.1").orElse("5").equals("5"),
                options.text("user").orElse(null),
                options.text("password").orElse(null),
                TlsFiles.read(options, secured, paths));
    }

    /** With the values of secrets. */
    public Broker revealed(UnaryOperator<String> secrets) {
        return new Broker(
                url,
                version5,
                user == null ? null : secrets.apply(user),
                password == null ? null : secrets.apply(password),
                tls);
    }

    public boolean secured() {
        return "mqtts".equals(url.getScheme());
    }

    /** True if it may want to see a certificate that it is not shown. */
    boolean mayAskForCertificate() {
        return secured() && tls.certFile() == null;
    }

    public int port() {
        return url.getPort() > 0 ? url.getPort() : secured() ? 8883 : 1883;
    }

    /** As people call it. */
    public String address() {
        return url.getHost() + ":" + port();
    }

    @Override
    public String toString() {
        return address();
    }
}
