/** The event log as Spark sees it: the table function {@code event_log}, and colon paths into its JSON. */
@NullMarked
package dev.tidewheel.engine.event.query;

import org.jspecify.annotations.NullMarked;
