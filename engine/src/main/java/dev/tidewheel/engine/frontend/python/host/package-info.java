/**
 * Processes that run the user's Python: finding an interpreter, making its environment, talking to the host in it. Start
 * reading at {@code PythonHost}.
 */
@NullMarked
package dev.tidewheel.engine.frontend.python.host;

import org.jspecify.annotations.NullMarked;
