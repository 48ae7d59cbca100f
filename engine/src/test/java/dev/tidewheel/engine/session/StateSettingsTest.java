package dev.tidewheel.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.testing.TestSession;
import org.apache.spark.sql.classic.SparkSession;
import org.junit.jupiter.api.Test;

class StateSettingsTest {
    private static final String PROVIDER = "spark.sql.streaming.stateStore.providerClass";
    private static final String MAINTENANCE = "spark.sql.streaming.stateStore.maintenanceInterval";
    private static final String BOUNDED = "spark.sql.streaming.stateStore.rocksdb.boundedMemoryUsage";
    private static final String SPARKS_OWN =
            "org.apache.spark.sql.execution.streaming.state.HDFSBackedStateStoreProvider";

    private final SparkSession session = (SparkSession) TestSession.get().newSession();

    @Test
    void stateIsInRocksAndStoresOfQueriesThatAreOverAreClosedSoon() {
        StateSettings.applyTo(session);

        assertThat(session.conf().get(PROVIDER)).endsWith("RocksDBStateStoreProvider");
        assertThat(session.conf().get(BOUNDED)).isEqualTo("true");
        assertThat(session.conf().get(MAINTENANCE)).isEqualTo("10s");
    }

    @Test
    void whatIsSetWins() {
        session.conf().set(BOUNDED, "false");
        session.conf().set(MAINTENANCE, "30s");

        StateSettings.applyTo(session);

        assertThat(session.conf().get(PROVIDER)).endsWith("RocksDBStateStoreProvider");
        assertThat(session.conf().get(BOUNDED)).isEqualTo("false");
        assertThat(session.conf().get(MAINTENANCE)).isEqualTo("30s");
    }

    @Test
    void whoHasChosenAStoreHasSetItUp() {
        session.conf().set(PROVIDER, SPARKS_OWN);

        StateSettings.applyTo(session);

        assertThat(session.conf().get(PROVIDER)).isEqualTo(SPARKS_OWN);
        assertThat(session.conf().get(MAINTENANCE)).isNotEqualTo("10s");
    }
}
