package dev.tidewheel.engine.secret;

import java.util.Optional;

/** A place where secrets may be. Thread-safe. */
interface SecretProvider {

    /**
     * The value of a secret; empty if it is not here.
     *
     * @throws dev.tidewheel.model.error.PipelineException if the place itself cannot be used
     */
    Optional<String> find(String scope, String key);

    /** What to do so that a secret is here. */
    String remedy(String scope, String key);
}
