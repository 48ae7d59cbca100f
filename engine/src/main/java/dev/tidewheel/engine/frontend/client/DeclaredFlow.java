package dev.tidewheel.engine.frontend.client;

import org.apache.spark.connect.proto.PipelineCommand.DefineFlow;
import org.apache.spark.connect.proto.Relation;
import org.jspecify.annotations.Nullable;

/**
 * A flow as a client defined it.
 *
 * @param relation its query, reads open; null if it is a flow of change data
 */
record DeclaredFlow(DefineFlow message, @Nullable Relation relation) {}
