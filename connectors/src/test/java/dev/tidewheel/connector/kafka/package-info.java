/** Kafka as source and sink, on a real broker in this process. */
@NullMarked
package dev.tidewheel.connector.kafka;

import org.jspecify.annotations.NullMarked;
