/**
 * How one flow gets its rows into its target: a loop of micro-batches, one load, the refresh of a view, or Structured
 * Streaming. Each write is one commit that also says how far the flow has come.
 */
@NullMarked
package dev.tidewheel.engine.flow;

import org.jspecify.annotations.NullMarked;
