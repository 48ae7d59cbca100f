package dev.tidewheel.engine.secret;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.settings.SecretPlace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds secrets. In options and settings a secret stands as {@code {{secrets/scope/key}}}, which may be printed and
 * stored; its value is put in only where a connection is made. Thread-safe.
 */
public final class Secrets {

    private static final Pattern REFERENCE = Pattern.compile("\\{\\{\\s*secrets/([^/{}]+)/([^/{}]+?)\\s*}}");

    private final List<SecretProvider> providers;

    private Secrets(List<SecretProvider> providers) {
        this.providers = List.copyOf(providers);
    }

    /** Those in variables {@code TIDEWHEEL_SECRET_<SCOPE>_<KEY>} of the environment, and then those in places. */
    public static Secrets in(List<SecretPlace> places) {
        return in(places, System.getenv());
    }

    static Secrets in(List<SecretPlace> places, Map<String, String> environment) {
        List<SecretProvider> providers = new ArrayList<>();
        providers.add(new EnvironmentSecrets(environment));
        for (SecretPlace place : places) {
            providers.add(
                    switch (place.kind()) {
                        case FOLDER -> new FolderSecrets(Path.of(place.place()));
                        case FILE -> new FileSecrets(Path.of(place.place()));
                        case KEYSTORE ->
                            new KeyStoreSecrets(
                                    Path.of(place.place()), String.valueOf(place.passwordVariable()), environment);
                        case COMMAND -> new CommandSecrets(place.place());
                    });
        }
        return new Secrets(providers);
    }

    /** What stands for a secret. */
    public static String reference(String scope, String key) {
        return "{{secrets/" + scope + "/" + key + "}}";
    }

    /**
     * {@code text} with the values in the place of references.
     *
     * @throws PipelineException SECRET_NOT_FOUND if there is no such secret
     */
    public String reveal(String text) {
        Matcher reference = REFERENCE.matcher(text);
        return reference.replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), found.group(2))));
    }

    /** The names of the settings whose values hold references. */
    public static Set<String> namesIn(Map<String, String> settings) {
        Set<String> names = new TreeSet<>();
        settings.forEach((name, value) -> {
            if (REFERENCE.matcher(value).find()) {
                names.add(name);
            }
        });
        return names;
    }

    /** All values of a map with references revealed. */
    public Map<String, String> reveal(Map<String, String> settings) {
        Map<String, String> revealed = new LinkedHashMap<>();
        settings.forEach((name, value) -> revealed.put(name, reveal(value)));
        return revealed;
    }

    /**
     * The value of a secret, which from now on is taken out of events, messages and logs.
     *
     * @throws PipelineException SECRET_NOT_FOUND if there is no such secret
     */
    public String value(String scope, String key) {
        for (SecretProvider provider : providers) {
            Optional<String> value = provider.find(scope, key);
            if (value.isPresent()) {
                HandedOut.note(value.get());
                return value.get();
            }
        }
        List<String> remedies =
                providers.stream().map(provider -> provider.remedy(scope, key)).toList();
        throw new PipelineException(
                Problem.of(ErrorCode.SECRET_NOT_FOUND, "there is no secret `" + scope + "/" + key + "`")
                        .remedy(String.join(", or ", remedies)));
    }
}
