package dev.tidewheel.model.event;

import java.util.Objects;

/**
 * The place of an event among the others of its pipeline.
 *
 * @param instance the process that published it
 * @param number counts the events of that process, without gaps, from 0
 * @param position orders the events of all processes: microseconds since 1970, made strictly increasing
 */
public record EventSequence(String instance, long number, long position) {

    public EventSequence {
        Objects.requireNonNull(instance, "instance is null");
    }
}
