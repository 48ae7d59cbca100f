/** Files as a source of rows: read once as a batch, or followed so that each file is taken exactly once. */
@NullMarked
package dev.tidewheel.engine.source.file;

import org.jspecify.annotations.NullMarked;
