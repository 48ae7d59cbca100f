/** The options of file sources: what may be given, what it means, and what is handed on to Spark's readers. */
@NullMarked
package dev.tidewheel.engine.source.option;

import org.jspecify.annotations.NullMarked;
