/**
 * The {@code tidewheel} command: options, exit codes and signals. {@link Tidewheel} is the entry; each command is a
 * class that turns its options into a request to {@link EngineCommands} and prints what comes back with the classes of
 * {@code output} and {@code progress}.
 */
@NullMarked
package dev.tidewheel.cli;

import org.jspecify.annotations.NullMarked;
