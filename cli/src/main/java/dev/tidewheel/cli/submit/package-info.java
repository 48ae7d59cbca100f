/**
 * The way to clusters that only an installation of Spark knows: {@link SparkInstallation} is found, {@link Submission} is
 * the command that it is given, and {@link ProjectJar} takes a project along to where the driver runs.
 */
@NullMarked
package dev.tidewheel.cli.submit;

import org.jspecify.annotations.NullMarked;
