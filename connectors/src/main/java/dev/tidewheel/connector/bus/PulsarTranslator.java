package dev.tidewheel.connector.bus;

import dev.tidewheel.engine.source.connector.ConnectorRequest;
import dev.tidewheel.engine.source.connector.SourceTranslator;
import dev.tidewheel.engine.source.connector.TranslatedSource;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code read_pulsar} and the format {@code pulsar}, through the data source of the same name, whose options and columns
 * are those of Databricks.
 *
 * @see <a href="https://github.com/streamnative/pulsar-spark">pulsar-spark</a>
 */
public final class PulsarTranslator implements SourceTranslator {

    private static final String PULSAR = "pulsar";
    private static final List<String> TOPICS = List.of("topic", "topics", "topicsPattern");
    private static final String LIMIT = "maxBytesPerTrigger";
    private static final String ADMIN = "admin.url";

    @Override
    public String format() {
        return PULSAR;
    }

    @Override
    public Set<String> functions() {
        return Set.of("read_pulsar");
    }

    @Override
    public Optional<String> dataSource() {
        return Optional.of(PULSAR);
    }

    @Override
    public Problem missing(String name) {
        return Problem.of(ErrorCode.FEATURE_NOT_SUPPORTED, "`" + name + "` needs a connector that is not here")
                .because("Spark itself does not read Pulsar")
                .remedy(
                        "Add the artifact io.streamnative.connectors:pulsar-spark-connector_2.13:<version> for your Spark"
                                + " to the libraries of the pipeline file, or with --packages");
    }

    @Override
    public TranslatedSource translate(ConnectorRequest request) {
        BusOptions options = new BusOptions(request.options());
        options.say("service.url", options.required("service.url", "`service.url` => 'pulsar://host:6650'"));
        String selection = options.oneOf(TOPICS, "topic => 'orders'");
        options.say(
                selection,
                selection.equals("topicsPattern")
                        ? options.parsed(selection, "a regular expression of Java", Pattern::compile)
                        : options.text(selection));
        options.say(
                "startingOffsets",
                options.parsed(
                        "startingOffsets", "earliest, latest, or JSON with the ids of messages", Texts::offsets));
        // the data source would go on silently if it is not told
        options.say("failOnDataLoss", String.valueOf(options.flag("failOnDataLoss", true)));
        options.say(ADMIN, options.text(ADMIN));
        options.say(LIMIT, options.bytes(LIMIT));
        if (options.text(LIMIT).isPresent() && options.text(ADMIN).isEmpty()) {
            throw options.wrong(
                    ADMIN, "`" + LIMIT + "` needs `" + ADMIN + "`", "Give it, as in `admin.url` => 'http://host:8080'");
        }
        options.say("pollTimeoutMs", options.number("pollTimeoutMs", 1));
        for (String name : List.of("allowDifferentTopicSchemas", "waitingForNonExistedTopic")) {
            if (options.text(name).isPresent()) {
                options.say(name, String.valueOf(options.flag(name, false)));
            }
        }
        options.notBoth("predefinedSubscription", "subscriptionPrefix");
        options.say("predefinedSubscription", options.text("predefinedSubscription"));
        options.say("subscriptionPrefix", options.text("subscriptionPrefix"));
        options.noEffect("serviceCredential", "databricks.serviceCredential");
        Map<String, String> said = options.finish("pulsar.client.", "pulsar.admin.", "pulsar.reader.");
        return new TranslatedSource(said, List.of(), options.withoutEffect());
    }
}
