/** Spark's Catalyst as seen from Java: rewriting plans, and turning Spark's errors into problems with a place. */
@NullMarked
package dev.tidewheel.engine.spark;

import org.jspecify.annotations.NullMarked;
