/**
 * The pipeline file: what a pipeline is called, where its sources, tables and platform paths are. Three dialects (ours,
 * Spark's and Databricks') are read by one table of keys ({@code PipelineKeys}) into {@link
 * dev.tidewheel.model.settings.PipelineSettings}; {@link dev.tidewheel.model.settings.SourceFiles} turns its libraries
 * into files. Start at {@link dev.tidewheel.model.settings.PipelineFile}.
 */
@NullMarked
package dev.tidewheel.model.settings;

import org.jspecify.annotations.NullMarked;
