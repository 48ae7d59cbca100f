/**
 * The embedded Spark session: settings tuned for one machine, a start that runs beside other work, and a log that stays
 * out of the user's way. {@link SparkSessions} opens it, {@link SessionOptions} says how, {@link EngineLog} says where
 * the log goes, {@link WorkSize} tunes it for the input of one flow, {@link ClusterJars} are what a cluster is sent.
 */
@NullMarked
package dev.tidewheel.engine.session;

import org.jspecify.annotations.NullMarked;
