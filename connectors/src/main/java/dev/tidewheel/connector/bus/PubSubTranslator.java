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

/**
 * {@code read_pubsub} and the format {@code pubsub}. There is no open data source for it that fits; the options are checked
 * all the same, and a data source of the user's own with this name is taken.
 */
public final class PubSubTranslator implements SourceTranslator {

    private static final String PUBSUB = "pubsub";

    @Override
    public String format() {
        return PUBSUB;
    }

    @Override
    public Set<String> functions() {
        return Set.of("read_pubsub");
    }

    @Override
    public Optional<String> dataSource() {
        return Optional.empty();
    }

    @Override
    public Problem missing(String name) {
        return Problem.of(ErrorCode.FEATURE_NOT_SUPPORTED, "`" + name + "` needs a connector that is not here")
                .because("there is no open data source for Google Pub/Sub that fits this version of Spark")
                .remedy(
                        "let a subscription write to Cloud Storage and read the files, or register a data source in Python"
                                + " that is called `" + PUBSUB + "`");
    }

    @Override
    public TranslatedSource translate(ConnectorRequest request) {
        BusOptions options = new BusOptions(request.options());
        for (String name : List.of("subscriptionId", "topicId", "projectId")) {
            options.say(name, options.required(name, name + " => 'orders'"));
        }
        options.number("numFetchPartitions", 1);
        options.bytes("maxBytesPerTrigger");
        options.number("maxRecordsPerFetch", 1);
        options.millis("maxFetchPeriod");
        options.flag("deleteSubscriptionOnStreamStop", false);
        options.together("clientEmail", "privateKey");
        options.together("clientId", "privateKeyId");
        options.noEffect("serviceCredential", "databricks.serviceCredential");
        Map<String, String> said = options.finish();
        return new TranslatedSource(said, List.of(), options.withoutEffect());
    }
}
