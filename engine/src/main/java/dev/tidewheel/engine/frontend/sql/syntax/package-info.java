/**
 * From the tokens of a statement to its tree, or to a problem in plain words: what has no place in a pipeline, what does
 * not match, what was expected instead.
 */
@NullMarked
package dev.tidewheel.engine.frontend.sql.syntax;

import org.jspecify.annotations.NullMarked;
