package dev.tidewheel.connector.mqtt;

/**
 * A message that waits for its acknowledgement.
 *
 * @param acknowledge tells the broker to forget it
 */
record Incoming(Message message, Runnable acknowledge) {}
