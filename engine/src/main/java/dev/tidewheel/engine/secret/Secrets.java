package dev.tidewheel.engine.secret;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds secrets. In options and settings a secret stands as {@code {{secrets/scope/key}}}, which may be printed and
 * stored; its value is put in only where a connection is made. Thread-safe.
 */
public final class Secrets {

    private static final Pattern REFERENCE = Pattern.compile("\\{\\{\\s*secrets/([^/{}]+)/([^/{}]+?)\\s*}}");

    private final Map<String, String> environment;

    private Secrets(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Those in variables {@code TIDEWHEEL_SECRET_<SCOPE>_<KEY>} of the environment. */
    public static Secrets ofEnvironment() {
        return new Secrets(System.getenv());
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

    private String value(String scope, String key) {
        String variable = "TIDEWHEEL_SECRET_" + name(scope) + "_" + name(key);
        String value = environment.get(variable);
        if (value == null) {
            throw new PipelineException(
                    Problem.of(ErrorCode.SECRET_NOT_FOUND, "there is no secret `" + scope + "/" + key + "`")
                            .remedy("set the environment variable " + variable));
        }
        return value;
    }

    private static String name(String part) {
        return part.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
