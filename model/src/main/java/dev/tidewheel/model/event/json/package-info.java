/** The JSON of events: the field names of the event log, and nothing else, are decided here. */
@NullMarked
package dev.tidewheel.model.event.json;

import org.jspecify.annotations.NullMarked;
