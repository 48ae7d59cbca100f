/**
 * The event log of a pipeline. An {@link EventBus} stamps what is published, writes it to a local {@link EventJournal},
 * then shows it to its subscribers; an {@link EventMover} carries the journal to the Delta table {@link EventTable};
 * {@link EventLog} reads both as one.
 */
@NullMarked
package dev.tidewheel.engine.event;

import org.jspecify.annotations.NullMarked;
