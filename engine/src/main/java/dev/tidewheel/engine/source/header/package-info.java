/** Files that carry their schema in themselves: what each has, and how it becomes rows of the schema that is wanted. */
@NullMarked
package dev.tidewheel.engine.source.header;

import org.jspecify.annotations.NullMarked;
