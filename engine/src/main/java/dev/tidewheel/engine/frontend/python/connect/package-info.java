/**
 * Spark Connect in this process: the server that the user's session talks to, and what turns relations into plans whose
 * reads are bound by the graph. Start reading at {@code ConnectServer} and {@code RelationPlanner}. Requests of Spark's own
 * clients come in by {@code ClientInterceptor} and {@code PipelineCommandPlugin}.
 */
@NullMarked
package dev.tidewheel.engine.frontend.python.connect;

import org.jspecify.annotations.NullMarked;
