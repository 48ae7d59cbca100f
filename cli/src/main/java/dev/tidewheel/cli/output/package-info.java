/**
 * What the user sees: the console, problems with their source line, and the rows of a query as table, JSON lines or
 * CSV.
 */
@NullMarked
package dev.tidewheel.cli.output;

import org.jspecify.annotations.NullMarked;
