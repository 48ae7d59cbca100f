/** Files on the local disk that others see whole or not at all, and that only one of several writers gets to name. */
@NullMarked
package dev.tidewheel.engine.file;

import org.jspecify.annotations.NullMarked;
