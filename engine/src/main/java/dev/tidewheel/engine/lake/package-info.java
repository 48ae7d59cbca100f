/**
 * Delta tables by path: one write path with two implementations that nobody can tell apart, a read path that starts no
 * Spark job, a local file system without forks, commits that are atomic across processes, and the catalog whose truth
 * is the folders. Start with {@code Lake}.
 */
@NullMarked
package dev.tidewheel.engine.lake;

import org.jspecify.annotations.NullMarked;
