/** Pipelines in Python, end to end. */
@NullMarked
package dev.tidewheel.engine.python;

import org.jspecify.annotations.NullMarked;
