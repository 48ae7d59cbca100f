/**
 * Runs each example as its reader would: in a fresh copy of its folder, step by step after its story in {@code stories/}.
 */
@NullMarked
package dev.tidewheel.examples;

import org.jspecify.annotations.NullMarked;
