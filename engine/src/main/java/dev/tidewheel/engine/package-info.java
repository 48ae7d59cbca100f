/**
 * The engine: give it the settings of a pipeline, and it validates, plans, runs and queries it. Start at {@link
 * dev.tidewheel.engine.PipelineEngine}; then read the packages in the order frontend, graph, plan, run, flow, quality,
 * source, lake, event.
 */
@NullMarked
package dev.tidewheel.engine;

import org.jspecify.annotations.NullMarked;
