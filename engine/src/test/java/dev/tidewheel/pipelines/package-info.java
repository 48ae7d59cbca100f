/** Pipelines written in Java as users write them: outside of the engine's own packages. */
@NullMarked
package dev.tidewheel.pipelines;

import org.jspecify.annotations.NullMarked;
