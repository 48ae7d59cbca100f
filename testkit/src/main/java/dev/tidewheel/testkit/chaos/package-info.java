/**
 * Random pipelines with random stories, made from a seed, whose updates are killed at random moments.
 * {@link dev.tidewheel.testkit.chaos.Storyteller} makes them up, {@link dev.tidewheel.testkit.chaos.Node} is one of
 * their datasets, {@link dev.tidewheel.testkit.chaos.RandomPipeline} the whole, {@link
 * dev.tidewheel.testkit.chaos.Judge} computes tables in another way, and {@link dev.tidewheel.testkit.chaos.ChaosDrill}
 * does the killing; {@code bench/chaos} starts it from the command line.
 */
@NullMarked
package dev.tidewheel.testkit.chaos;

import org.jspecify.annotations.NullMarked;
