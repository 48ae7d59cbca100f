/**
 * Kills updates of pipelines at random moments, runs them again, and compares the tables with those of updates that nobody
 * disturbed, while a reader looks at them all the time. A {@link dev.tidewheel.testkit.crash.Scenario} is what is killed, a
 * {@link dev.tidewheel.testkit.crash.Drill} does it.
 */
@NullMarked
package dev.tidewheel.testkit.crash;

import org.jspecify.annotations.NullMarked;
