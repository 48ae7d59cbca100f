/**
 * Compares a resolved graph with what is stored, and says what an update is to do and why. {@code plan} prints an
 * {@link dev.tidewheel.engine.plan.UpdatePlan}, {@code run} executes it. Changes nothing.
 */
@NullMarked
package dev.tidewheel.engine.plan;

import org.jspecify.annotations.NullMarked;
