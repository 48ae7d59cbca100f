package dev.tidewheel.connector.kafka;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.util.Optional;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.spark.SparkThrowable;

/** What errors of Kafka's clients and of Spark's Kafka source mean to the user. Stateless. */
final class KafkaProblems {

    private KafkaProblems() {}

    /** Empty if the error has nothing to do with Kafka. */
    static Optional<Problem> explain(Throwable error) {
        String text = String.valueOf(error.getMessage());
        if (error instanceof SslAuthenticationException) {
            return Optional.of(Problem.of(ErrorCode.SOURCE_ACCESS_DENIED, "Kafka: the TLS connection was not accepted")
                    .because(text)
                    .remedy("check kafka.ssl.truststore.location, the certificates, and kafka.security.protocol"));
        }
        if (error instanceof AuthenticationException) {
            return Optional.of(Problem.of(ErrorCode.SOURCE_ACCESS_DENIED, "Kafka does not accept the credentials")
                    .because(text)
                    .remedy("check user and password in kafka.sasl.jaas.config, and kafka.sasl.mechanism"));
        }
        if (error instanceof AuthorizationException) {
            return Optional.of(Problem.of(ErrorCode.SOURCE_ACCESS_DENIED, "Kafka does not allow this")
                    .because(text)
                    .remedy("have the right granted to the user: READ and DESCRIBE to read, WRITE to write"));
        }
        if (error instanceof LoginException) {
            return Optional.of(Problem.of(ErrorCode.SOURCE_ACCESS_DENIED, "Kafka's client cannot log in")
                    .because(text.lines().findFirst().orElse(text))
                    .remedy(
                            "check kafka.sasl.jaas.config and kafka.sasl.mechanism; a class that does not come with Kafka has"
                                    + " to be among the libraries"));
        }
        if (error instanceof ConfigException) {
            return Optional.of(Problem.of(ErrorCode.SOURCE_OPTION_INVALID, "Kafka does not accept the settings")
                    .because(text)
                    .remedy("correct the option that is named; for addresses check spelling and DNS"));
        }
        if (error instanceof RecordTooLargeException) {
            return Optional.of(Problem.of(ErrorCode.QUERY_FAILED, "a record is larger than Kafka takes")
                    .because(text)
                    .remedy("raise kafka.max.request.size, and max.message.bytes of the topic"));
        }
        if (error instanceof RetriableException || cannotFetch(error)) {
            return Optional.of(unreachable(text));
        }
        if (error instanceof SparkThrowable known
                && String.valueOf(known.getCondition()).startsWith("KAFKA_DATA_LOSS")) {
            return Optional.of(lost(text));
        }
        if (error instanceof KafkaException && error.getCause() == null) {
            return Optional.of(unreachable(text));
        }
        return Optional.empty();
    }

    /** What Spark's consumer says when a broker gives no answer to a fetch. */
    private static boolean cannotFetch(Throwable error) {
        return error instanceof java.util.concurrent.TimeoutException
                && String.valueOf(error.getMessage()).startsWith("Cannot fetch record for offset");
    }

    static Problem unreachable(String why) {
        return Problem.of(ErrorCode.SOURCE_NOT_REACHABLE, "the Kafka brokers do not answer")
                .because(why)
                .remedy(
                        "check kafka.bootstrap.servers, the network, and whether kafka.security.protocol is the brokers'");
    }

    static Problem lost(String why) {
        return Problem.of(ErrorCode.SOURCE_DATA_LOST, "records that were not read yet are gone from Kafka")
                .because(why)
                .remedy(
                        "to go on with what is there set failOnDataLoss => false; keep records longer than the time between"
                                + " two updates");
    }
}
