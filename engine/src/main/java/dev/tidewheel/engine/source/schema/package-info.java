/** What the rows of a file source look like: inferred from a sample, hinted, stored, and kept. */
@NullMarked
package dev.tidewheel.engine.source.schema;

import org.jspecify.annotations.NullMarked;
