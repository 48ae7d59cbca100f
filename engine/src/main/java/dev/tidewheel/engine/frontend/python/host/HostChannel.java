package dev.tidewheel.engine.frontend.python.host;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.engine.secret.Secrets;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Frames of JSON, each after its length. An answer carries the number of its request, so that many can be open at once.
 * Thread-safe.
 */
final class HostChannel {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, JsonNode>> FIELDS = new TypeReference<>() {};

    private final DataInputStream answers;
    private final DataOutputStream requests;
    private final Secrets secrets;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private volatile @Nullable IOException end;

    HostChannel(InputStream answers, OutputStream requests, Secrets secrets) {
        this.secrets = secrets;
        this.answers = new DataInputStream(answers);
        this.requests = new DataOutputStream(requests);
        Thread receiver = new Thread(this::receive, "python-answers");
        receiver.setDaemon(true);
        receiver.start();
    }

    /** The answer to come; it fails with an {@link IOException} if the other side ends. */
    CompletableFuture<JsonNode> send(String command, Map<String, ?> arguments) {
        long number = numbers.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        open.put(number, answer);
        ObjectNode request = JSON.createObjectNode();
        request.setAll(JSON.convertValue(arguments, FIELDS));
        request.put("command", command);
        request.put("id", number);
        try {
            write(JSON.writeValueAsBytes(request));
        } catch (IOException e) {
            fail(e);
        }
        IOException ended = end;
        if (ended != null) {
            answer.completeExceptionally(ended);
        }
        return answer;
    }

    private synchronized void write(byte[] body) throws IOException {
        requests.writeInt(body.length);
        requests.write(body);
        requests.flush();
    }

    private void receive() {
        try {
            while (true) {
                int length = answers.readInt();
                byte[] body = answers.readNBytes(length);
                if (body.length < length) {
                    throw new EOFException();
                }
                JsonNode message = JSON.readTree(body);
                if (message.hasNonNull("question")) {
                    // a provider may take its time, and answers must go on
                    CompletableFuture.runAsync(() -> tellSecret(message));
                    continue;
                }
                CompletableFuture<JsonNode> answer =
                        open.remove(message.get("id").asLong());
                if (answer != null) {
                    answer.complete(message);
                }
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    /** The one thing that the other side may ask by itself. */
    private void tellSecret(JsonNode question) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("command", "told");
        answer.put("question", question.get("question").asLong());
        try {
            answer.put(
                    "value",
                    secrets.value(
                            question.path("scope").asText(),
                            question.path("key").asText()));
        } catch (PipelineException e) {
            Problem problem = e.problems().get(0);
            answer.put("missing", problem.message() + ": " + problem.fix());
        }
        try {
            write(JSON.writeValueAsBytes(answer));
        } catch (IOException e) {
            fail(e);
        }
    }

    private void fail(IOException reason) {
        end = reason;
        open.values().forEach(answer -> answer.completeExceptionally(reason));
    }
}
