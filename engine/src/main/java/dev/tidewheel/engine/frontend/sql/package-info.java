/**
 * From SQL text to definitions. {@code SqlFileReader} goes through a file: {@code scan} puts in variables and cuts it
 * into statements, {@code syntax} and {@code grammar} give the tree of each, and the readers here ({@code CreateReader},
 * {@code TableReader}, {@code ViewReader}, {@code FlowReader} …) make values of the tree. Queries, expressions and types
 * stay text, with positions.
 */
@NullMarked
package dev.tidewheel.engine.frontend.sql;

import org.jspecify.annotations.NullMarked;
