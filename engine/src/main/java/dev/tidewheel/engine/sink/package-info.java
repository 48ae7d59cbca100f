/** Gives rows to places outside the pipeline. */
@NullMarked
package dev.tidewheel.engine.sink;

import org.jspecify.annotations.NullMarked;
