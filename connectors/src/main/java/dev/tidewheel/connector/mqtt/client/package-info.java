/**
 * As much of MQTT, 3.1.1 and 5, as taking and publishing messages needs: packets below, a connection above them, and those who
 * receive and publish over it.
 */
@NullMarked
package dev.tidewheel.connector.mqtt.client;

import org.jspecify.annotations.NullMarked;
