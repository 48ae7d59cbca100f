/**
 * Expectations compiled into the plan of the flow that they watch: one projection evaluates each rule once, one
 * observation counts, one filter drops. No second pass.
 */
@NullMarked
package dev.tidewheel.engine.quality;

import org.jspecify.annotations.NullMarked;
