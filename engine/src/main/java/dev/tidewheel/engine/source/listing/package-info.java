/** Finding files: globs, folders, hidden names, order, and what to say when nothing is there. */
@NullMarked
package dev.tidewheel.engine.source.listing;

import org.jspecify.annotations.NullMarked;
