/** Apache Kafka, and Azure Event Hubs through its Kafka endpoint, as source and sink. */
@NullMarked
package dev.tidewheel.connector.kafka;

import org.jspecify.annotations.NullMarked;
