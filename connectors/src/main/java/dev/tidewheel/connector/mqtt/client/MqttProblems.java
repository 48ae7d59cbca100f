package dev.tidewheel.connector.mqtt.client;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a broker. Stateless. */
public final class MqttProblems {

    private MqttProblems() {}

    /** The broker does not let the client in. */
    static PipelineException refused(Broker broker, int code, String reason) {
        Problem problem = ReasonCode.isDenial(code)
                ? Problem.of(ErrorCode.SOURCE_ACCESS_DENIED, "the broker " + broker + " refuses the user")
                        .because(ReasonCode.text(code, reason))
                        .remedy("check user and password")
                : unreachable(broker, ReasonCode.text(code, reason));
        return new PipelineException(problem);
    }

    /** The broker does not let the client subscribe or publish. */
    static PipelineException forbidden(Broker broker, String what, int code, String reason) {
        return new PipelineException(
                Problem.of(ErrorCode.SOURCE_ACCESS_DENIED, "the broker " + broker + " refuses " + what)
                        .because(ReasonCode.text(code, reason))
                        .remedy("check the topics, and what the user may do with them"));
    }

    /** No connection can be had. */
    static PipelineException unreachable(Broker broker, IOException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return new PipelineException(
                        Problem.of(ErrorCode.SOURCE_ACCESS_DENIED, "the broker " + broker + " is not trusted")
                                .because(reason(cause))
                                .remedy("give the certificate that has signed the broker's own in tls.caFile"),
                        failure);
            }
        }
        if (failure instanceof NoSuchFileException) {
            return new PipelineException(
                    Problem.of(ErrorCode.SOURCE_OPTION_INVALID, "the file " + failure.getMessage() + " is not there")
                            .remedy("correct the tls options"),
                    failure);
        }
        return new PipelineException(unreachable(broker, reason(failure)), failure);
    }

    private static Problem unreachable(Broker broker, String reason) {
        return Problem.of(ErrorCode.SOURCE_NOT_REACHABLE, "the broker " + broker + " cannot be reached")
                .because(reason)
                .remedy("check that it runs, the url, and that no other client has the same clientId"
                        + (broker.mayAskForCertificate() ? "; if it asks for a certificate, give tls.certFile" : ""));
    }

    /** The connection broke. */
    public static PipelineException gone(Broker broker, IOException failure) {
        if (failure instanceof SSLException) {
            // some versions of TLS refuse a client's certificate only after the client believes to be connected
            return new PipelineException(
                    Problem.of(ErrorCode.SOURCE_NOT_REACHABLE, "the broker " + broker + " has ended the connection")
                            .because(reason(failure))
                            .remedy("check the client's certificate: tls.certFile and tls.keyFile"),
                    failure);
        }
        return new PipelineException(
                Problem.of(ErrorCode.SOURCE_NOT_REACHABLE, "the broker " + broker + " is gone")
                        .because("the connection broke while messages were under way: " + reason(failure))
                        .remedy("nothing is lost: what is not done comes with the next update"),
                failure);
    }

    private static String reason(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
