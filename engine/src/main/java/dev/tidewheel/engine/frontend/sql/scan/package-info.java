/**
 * From a file's characters to the tokens of one statement after the other: variables are put in, comments and notebook
 * cells dealt with, and each character keeps its place in the file.
 */
@NullMarked
package dev.tidewheel.engine.frontend.sql.scan;

import org.jspecify.annotations.NullMarked;
