/**
 * Kills updates of the examples at random moments, runs them again, and compares the tables with those of updates that
 * nobody disturbed, while a reader looks at them all the time. {@link dev.tidewheel.examples.crash.CrashDrill} is the
 * whole of it; {@code bench/crash} starts it from the command line.
 */
@NullMarked
package dev.tidewheel.examples.crash;

import org.jspecify.annotations.NullMarked;
