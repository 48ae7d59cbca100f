package dev.tidewheel.connector.jdbc;

import dev.tidewheel.engine.testing.PipelineFixture;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests with one PostgreSQL for all, and a pipeline for each that does not try again. */
abstract class DatabasePipeline {

    @TempDir
    static Path databaseFolder;

    static TestDatabase database;

    @TempDir
    Path temp;

    PipelineFixture pipeline;

    @BeforeAll
    static void startDatabase() {
        database = new TestDatabase(databaseFolder);
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void openPipeline() {
        pipeline = PipelineFixture.in(temp)
                .with(settings -> settings.configuration(Map.of("pipelines.maxFlowRetryAttempts", "0")));
    }

    @AfterEach
    void closePipeline() {
        pipeline.close();
    }
}
