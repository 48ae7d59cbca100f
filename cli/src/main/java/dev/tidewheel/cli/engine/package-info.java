/** The commands' way to the engine: opens it, asks, and puts what comes back into words. */
@NullMarked
package dev.tidewheel.cli.engine;

import org.jspecify.annotations.NullMarked;
