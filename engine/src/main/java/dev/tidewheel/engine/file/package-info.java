/**
 * Files that others see whole or not at all, and that only one of several writers gets to name: on the local disk by
 * {@link AtomicPut}, in an {@link ObjectStore} because the store sees to it.
 */
@NullMarked
package dev.tidewheel.engine.file;

import org.jspecify.annotations.NullMarked;
