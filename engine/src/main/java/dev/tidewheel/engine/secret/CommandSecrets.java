package dev.tidewheel.engine.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command that prints a secret, such as {@code vault kv get -field={key} secret/{scope}}. It is run without a shell, and
 * what it has said holds for a minute.
 */
final class CommandSecrets implements SecretProvider {

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final int SECONDS = 30;

    private record Said(String value, Instant at) {}

    private final String command;
    private final Map<String, Said> known = new ConcurrentHashMap<>();

    CommandSecrets(String command) {
        this.command = command;
    }

    @Override
    public Optional<String> find(String scope, String key) {
        Said said = known.get(scope + "/" + key);
        if (said != null && said.at().plus(KEPT).isAfter(Instant.now())) {
            return Optional.of(said.value());
        }
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command);
        while (word.find()) {
            String text = word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3);
            words.add(text.replace("{scope}", scope).replace("{key}", key));
        }
        Optional<String> value = run(words);
        value.ifPresent(found -> known.put(scope + "/" + key, new Said(found, Instant.now())));
        return value;
    }

    /** The output; empty if the command says by its status that there is no such secret. */
    private Optional<String> run(List<String> words) {
        try {
            Process process = new ProcessBuilder(words)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process));
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw SecretErrors.unusable("`" + words.get(0) + "`, which gives secrets, does not end", null);
            }
            String text = output.join().replaceFirst("\\R\\z", "");
            return process.exitValue() == 0 && !text.isEmpty() ? Optional.of(text) : Optional.empty();
        } catch (IOException e) {
            throw SecretErrors.unusable("`" + words.get(0) + "`, which gives secrets, cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SecretErrors.unusable("asking `" + words.get(0) + "` was interrupted", e);
        }
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public String remedy(String scope, String key) {
        return "see what this says: " + command.replace("{scope}", scope).replace("{key}", key);
    }
}
