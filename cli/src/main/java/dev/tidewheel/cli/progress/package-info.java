/**
 * What a run shows while it runs. {@link RunDisplay} takes events and draws: a live list on a terminal, lines in a pipe,
 * JSON for machines. It knows nothing but the events.
 */
@NullMarked
package dev.tidewheel.cli.progress;

import org.jspecify.annotations.NullMarked;
