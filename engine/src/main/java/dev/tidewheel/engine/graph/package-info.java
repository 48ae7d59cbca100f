/**
 * From definitions to a resolved graph: names bound, every query analysed against virtual inputs, schemas inferred,
 * everything validated. No side effects. Start reading at {@link dev.tidewheel.engine.graph.GraphResolver}.
 */
@NullMarked
package dev.tidewheel.engine.graph;

import org.jspecify.annotations.NullMarked;
