/** Tests of the MQTT connector against a Mosquitto of their own. */
@NullMarked
package dev.tidewheel.connector.mqtt;

import org.jspecify.annotations.NullMarked;
