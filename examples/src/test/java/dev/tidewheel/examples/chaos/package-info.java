/**
 * Random pipelines with random stories, made from a seed, whose updates are killed as those of the examples are.
 * {@link dev.tidewheel.examples.chaos.Storyteller} makes them up, {@link dev.tidewheel.examples.chaos.Node} is one of
 * their datasets, {@link dev.tidewheel.examples.chaos.RandomPipeline} the whole, {@link
 * dev.tidewheel.examples.chaos.Judge} computes tables in another way, and {@link dev.tidewheel.examples.chaos.ChaosDrill}
 * does the killing; {@code bench/chaos} starts it from the command line.
 */
@NullMarked
package dev.tidewheel.examples.chaos;

import org.jspecify.annotations.NullMarked;
