/** Spark's side of reading files: a scan over exactly the files named, with rescued data and columns by name. */
@NullMarked
package dev.tidewheel.engine.source.format;

import org.jspecify.annotations.NullMarked;
