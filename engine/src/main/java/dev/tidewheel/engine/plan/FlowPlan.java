package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.graph.ResolvedFlow;

/**
 * What is to be done with one flow.
 *
 * @param technique how: {@code APPEND}, {@code ONCE}, {@code COMPLETE_RECOMPUTE}, {@code REPLACE_WHERE}
 * @param reason why, in words
 */
public record FlowPlan(ResolvedFlow flow, FlowDecision decision, String technique, String reason) {}
