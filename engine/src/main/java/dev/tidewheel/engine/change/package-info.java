/** What is remembered of a flow's definition beside its progress, and what a later definition changes about it. */
@NullMarked
package dev.tidewheel.engine.change;

import org.jspecify.annotations.NullMarked;
