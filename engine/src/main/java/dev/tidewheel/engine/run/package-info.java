/**
 * Executes a plan: an event-driven scheduler that starts each flow when the last of its inputs is ready, retries what
 * may pass by itself, skips what depends on a failure, and stops cleanly. Everything that happens is an event.
 */
@NullMarked
package dev.tidewheel.engine.run;

import org.jspecify.annotations.NullMarked;
