/** The text of the user's Python files, and places in it. */
@NullMarked
package dev.tidewheel.engine.frontend.python.source;

import org.jspecify.annotations.NullMarked;
