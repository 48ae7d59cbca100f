package dev.tidewheel.connector.mqtt;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What holds for messages whose rows do not say otherwise. Immutable.
 *
 * @param topic null if each row has to name its own
 */
record MessageDefaults(@Nullable String topic, int qos, boolean retain) implements Serializable {}
