/** Spark's own client, unmodified, against the engine: what it prints, how it ends, and what is stored afterwards. */
@NullMarked
package dev.tidewheel.engine.client;

import org.jspecify.annotations.NullMarked;
