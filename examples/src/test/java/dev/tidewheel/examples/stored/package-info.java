/** Tables of examples as they lie on the disk: read by Delta Kernel alone, not by the engine that wrote them. */
@NullMarked
package dev.tidewheel.examples.stored;

import org.jspecify.annotations.NullMarked;
