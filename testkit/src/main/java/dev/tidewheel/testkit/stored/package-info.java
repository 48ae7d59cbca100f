/** Tables of pipelines as they lie on the disk: read by Delta Kernel alone, not by the engine that wrote them. */
@NullMarked
package dev.tidewheel.testkit.stored;

import org.jspecify.annotations.NullMarked;
