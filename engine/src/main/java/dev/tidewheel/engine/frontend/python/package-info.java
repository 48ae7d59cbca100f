/**
 * Pipelines written in Python. {@code PythonFrontEnd} is the way in: it has the user's files run by a process of their
 * own ({@code host}) and turns what that declares into definitions. A query is a relation of Spark Connect that becomes
 * a plan ({@code connect}) when the graph binds its reads.
 */
@NullMarked
package dev.tidewheel.engine.frontend.python;

import org.jspecify.annotations.NullMarked;
