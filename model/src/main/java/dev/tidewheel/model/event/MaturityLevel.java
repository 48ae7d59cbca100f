package dev.tidewheel.model.event;

/** How far readers may rely on the fields of an event. */
public enum MaturityLevel {
    STABLE,
    EVOLVING,
    DEPRECATED
}
