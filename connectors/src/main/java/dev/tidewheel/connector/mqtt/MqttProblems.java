package dev.tidewheel.connector.mqtt;

import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3SubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Says what is wrong with a broker. Stateless. */
final class MqttProblems {

    private static final int SECONDS = 20;

    private MqttProblems() {}

    /** Waits for an answer of the broker. */
    static <T> T answer(MqttOptions options, CompletableFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new PipelineException(of(options, cause), cause);
        } catch (TimeoutException e) {
            throw new PipelineException(of(options, e), e);
        }
    }

    private static Problem of(MqttOptions options, Throwable failure) {
        String reason = failure instanceof TimeoutException
                ? "it did not answer within " + SECONDS + " seconds"
                : String.valueOf(failure.getMessage());
        if (failure instanceof Mqtt5SubAckException || failure instanceof Mqtt3SubAckException) {
            return Problem.of(ErrorCode.SOURCE_ACCESS_DENIED, "the broker refuses the topics " + options.topics())
                    .because(reason)
                    .remedy("check the filters, and what the user may subscribe to");
        }
        boolean refused = failure instanceof Mqtt5ConnAckException five && isDenial(five)
                || failure instanceof Mqtt3ConnAckException three && isDenial(three);
        if (refused) {
            return Problem.of(ErrorCode.SOURCE_ACCESS_DENIED, "the broker " + options.broker() + " refuses the user")
                    .because(reason)
                    .remedy("check user and password");
        }
        return Problem.of(ErrorCode.SOURCE_NOT_REACHABLE, "the broker " + options.broker() + " cannot be reached")
                .because(reason)
                .remedy("check that it runs, the url, and that no other client has the same clientId");
    }

    private static boolean isDenial(Mqtt5ConnAckException refusal) {
        return switch (refusal.getMqttMessage().getReasonCode()) {
            case BAD_USER_NAME_OR_PASSWORD, NOT_AUTHORIZED, BANNED, BAD_AUTHENTICATION_METHOD -> true;
            default -> false;
        };
    }

    private static boolean isDenial(Mqtt3ConnAckException refusal) {
        return switch (refusal.getMqttMessage().getReturnCode()) {
            case BAD_USER_NAME_OR_PASSWORD, NOT_AUTHORIZED -> true;
            default -> false;
        };
    }
}
