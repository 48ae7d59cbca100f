/** Places in Python files. */
@NullMarked
package dev.tidewheel.engine.frontend.python.source;

import org.jspecify.annotations.NullMarked;
