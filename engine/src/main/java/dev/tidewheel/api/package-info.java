/**
 * The public API for pipelines written in Java: what user code implements and calls. Kept compatible. A
 * {@link dev.tidewheel.api.PipelineDefinition} is given a {@link dev.tidewheel.api.Pipeline}, whose builders take
 * declarations; query functions read through a {@link dev.tidewheel.api.FlowContext}.
 */
@NullMarked
package dev.tidewheel.api;

import org.jspecify.annotations.NullMarked;
