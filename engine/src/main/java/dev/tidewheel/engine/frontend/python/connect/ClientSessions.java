package dev.tidewheel.engine.frontend.python.connect;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.connect.service.SessionHolder;
import org.apache.spark.sql.connect.service.SessionKey;
import org.apache.spark.sql.connect.service.SparkConnectService$;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/** The sessions of Spark's own clients, and who serves them. Spark makes what needs to know this. Thread-safe. */
final class ClientSessions {

    private static final Logger LOG = LoggerFactory.getLogger(ClientSessions.class);
    private static final Duration IDLE = Duration.ofHours(1);
    private static final AtomicReference<@Nullable ClientRequests> SERVED_BY = new AtomicReference<>();
    private static final Map<SessionKey, UserSession> OPEN = new ConcurrentHashMap<>();

    private ClientSessions() {}

    /** Null for nobody. */
    static void serve(@Nullable ClientRequests requests) {
        SERVED_BY.set(requests);
        OPEN.keySet().forEach(key -> Reading.remove(key.sessionId()));
        OPEN.clear();
    }

    static Optional<ClientRequests> servedBy() {
        return Optional.ofNullable(SERVED_BY.get());
    }

    /** To be called before a request is worked on. Sessions of our own hosts are not touched. */
    static void prepare(String user, String id) {
        ClientRequests requests = SERVED_BY.get();
        SessionKey key = new SessionKey(user, id);
        if (requests == null || OPEN.containsKey(key) || Reading.isKnown(id)) {
            return;
        }
        try {
            SessionHolder holder = SparkConnectService$.MODULE$.getOrCreateIsolatedSession(user, id, Option.empty());
            sweep(requests);
            // sessions of our own hosts have no end; a client may be gone without a word
            holder.setCustomInactiveTimeoutMs(Option.<Object>apply(IDLE.toMillis()));
            OPEN.computeIfAbsent(key, opened -> {
                UserSession session = UserSession.of(holder);
                requests.opened(session);
                return session;
            });
        } catch (RuntimeException e) {
            // a session that cannot be had: Spark says so in its answer
            LOG.debug("No session for a request", e);
        }
    }

    static UserSession of(SessionHolder holder) {
        return OPEN.getOrDefault(holder.key(), UserSession.of(holder));
    }

    static void close(String user, String id) {
        SessionKey key = new SessionKey(user, id);
        if (OPEN.remove(key) != null) {
            Reading.remove(id);
            servedBy().ifPresent(requests -> requests.closed(id));
        }
    }

    /** Forgets sessions that have expired. */
    private static void sweep(ClientRequests requests) {
        OPEN.keySet().removeIf(key -> {
            boolean gone = SparkConnectService$.MODULE$
                    .sessionManager()
                    .getIsolatedSessionIfPresent(key)
                    .isEmpty();
            if (gone) {
                Reading.remove(key.sessionId());
                requests.closed(key.sessionId());
            }
            return gone;
        });
    }
}
