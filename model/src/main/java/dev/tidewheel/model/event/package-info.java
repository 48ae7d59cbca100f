/** What happens to a pipeline, as values: one {@link PipelineEvent} per fact, and the states that updates and flows go through. */
@NullMarked
package dev.tidewheel.model.event;

import org.jspecify.annotations.NullMarked;
