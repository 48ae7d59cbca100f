/** The public API for pipelines written in Java: what user code implements and calls. Kept compatible. */
@NullMarked
package dev.tidewheel.api;

import org.jspecify.annotations.NullMarked;
