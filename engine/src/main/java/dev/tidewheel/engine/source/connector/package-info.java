/** Sources that are neither files nor Delta tables: what a connector has to offer, and how queries name it. */
@NullMarked
package dev.tidewheel.engine.source.connector;

import org.jspecify.annotations.NullMarked;
