/**
 * The examples, and random pipelines, with updates that are killed. {@link dev.tidewheel.examples.crash.CrashDrill} kills
 * those of the examples; {@code bench/crash} starts it from the command line.
 */
@NullMarked
package dev.tidewheel.examples.crash;

import org.jspecify.annotations.NullMarked;
