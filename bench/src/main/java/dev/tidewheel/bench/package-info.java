/**
 * Benchmarks against Spark's own declarative pipelines: the same pipelines on the same data, in turn. Start at {@link
 * dev.tidewheel.bench.Benchmark}.
 */
@NullMarked
package dev.tidewheel.bench;

import org.jspecify.annotations.NullMarked;
