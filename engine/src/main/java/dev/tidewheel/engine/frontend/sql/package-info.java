/**
<<<<<<< HEAD
 * From SQL text to definitions. {@link dev.tidewheel.engine.frontend.sql.SqlFileReader} goes through a file:
 * {@code SqlScanner} puts in variables and cuts statements into tokens, {@code StatementGuard} turns away what is no
 * pipeline statement, the ANTLR grammar gives the tree, and the readers ({@code TableReader}, {@code ViewReader},
 * {@code FlowReader} …) make values of it. Queries, expressions and types stay text, with positions.
=======
 * From SQL text to definitions. {@code SqlFileReader} goes through a file: {@code scan} puts in variables and cuts it
 * into statements, {@code syntax} and {@code grammar} give the tree of each, and the readers here ({@code CreateReader},
 * {@code TableReader}, {@code ViewReader}, {@code FlowReader} …) make values of the tree. Queries, expressions and types
 * stay text, with positions.
>>>>>>> sql
 */
@NullMarked
package dev.tidewheel.engine.frontend.sql;

import org.jspecify.annotations.NullMarked;
