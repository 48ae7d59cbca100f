package dev.tidewheel.connector.mqtt;

/**
 * A message that waits for its acknowledgement.
 *
 * @param number by which the broker knows it; 0 if it has forgotten it already
 */
record Incoming(Message message, int number) {}
