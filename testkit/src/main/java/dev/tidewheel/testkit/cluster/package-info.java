/**
 * A real cluster of Spark's own kind on this machine, for tests: {@link StandaloneCluster} is a master and workers, each a
 * process, and {@link SparkHome} the installation of Spark that they run from, made of the jars on the class path.
 */
@NullMarked
package dev.tidewheel.testkit.cluster;

import org.jspecify.annotations.NullMarked;
