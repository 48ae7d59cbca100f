/**
 * Pipelines written in Java: from {@link dev.tidewheel.api.PipelineDefinition} to definitions.
 *
 * <p>{@code JavaFrontEnd} is the way in. {@code LoadedCode} compiles sources ({@code SourceCompiler}) and finds classes
 * ({@code DefinitionClasses}); {@code Declarations} and the classes behind it are the builders that a definition calls;
 * {@code CallSite}, {@code UserCode} and {@code SourceLiteral} tell where in the user's sources something was said.
 */
@NullMarked
package dev.tidewheel.engine.frontend.java;

import org.jspecify.annotations.NullMarked;
