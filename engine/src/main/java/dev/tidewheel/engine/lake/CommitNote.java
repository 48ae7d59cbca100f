package dev.tidewheel.engine.lake;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a commit says about itself.
 *
 * @param operation as {@code DESCRIBE HISTORY} shows it, such as {@code STREAMING UPDATE}
 * @param parameters shown beside it: update id, flow and the like
 * @param domains domain metadata that the commit sets; an empty value removes the domain
 * @param appId who appends, null if the commit needs no guard against repetition
 * @param txnVersion rises with each commit of {@code appId}; a commit whose number was reached before is skipped
 * @param permission asked right before each try to commit; throws if the commit must not be made any more
 */
public record CommitNote(
        String operation,
        Map<String, String> parameters,
        Map<String, String> domains,
        @Nullable String appId,
        long txnVersion,
        Runnable permission) {

    private static final Runnable ALWAYS = () -> {};

    public CommitNote {
        Objects.requireNonNull(operation, "operation is null");
        parameters = Map.copyOf(parameters);
        domains = Map.copyOf(domains);
    }

    public static CommitNote of(String operation) {
        return new CommitNote(operation, Map.of(), Map.of(), null, -1, ALWAYS);
    }

    public CommitNote withParameter(String key, String value) {
        Map<String, String> all = new java.util.HashMap<>(parameters);
        all.put(key, value);
        return new CommitNote(operation, all, domains, appId, txnVersion, permission);
    }

    public CommitNote withDomain(String name, String value) {
        Map<String, String> all = new java.util.HashMap<>(domains);
        all.put(name, value);
        return new CommitNote(operation, parameters, all, appId, txnVersion, permission);
    }

    public CommitNote withTransaction(String newAppId, long newTxnVersion) {
        return new CommitNote(operation, parameters, domains, newAppId, newTxnVersion, permission);
    }

    /** As this one, but only while {@code mayWrite} lets it pass. */
    public CommitNote permittedBy(Runnable mayWrite) {
        return new CommitNote(operation, parameters, domains, appId, txnVersion, mayWrite);
    }
}
