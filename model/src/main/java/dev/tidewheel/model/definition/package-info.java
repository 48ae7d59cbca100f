/** What the user wrote, as immutable values: datasets, flows, expectations, sinks. Independent of the language it was written in. */
@NullMarked
package dev.tidewheel.model.definition;

import org.jspecify.annotations.NullMarked;
