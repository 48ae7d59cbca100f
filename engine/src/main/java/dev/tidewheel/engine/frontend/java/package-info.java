/** Pipelines written in Java: from {@link dev.tidewheel.api.PipelineDefinition} to definitions. */
@NullMarked
package dev.tidewheel.engine.frontend.java;

import org.jspecify.annotations.NullMarked;
