/**
 * Messages of MQTT brokers. What a broker has delivered is written to a buffer, made durable, acknowledged, and read from
 * there: a broker forgets a message once it is acknowledged, and the table may not have it yet.
 */
@NullMarked
package dev.tidewheel.connector.mqtt;

import org.jspecify.annotations.NullMarked;
