/**
 * From SQL text to definitions. {@link dev.tidewheel.engine.frontend.sql.SqlFileReader} goes through a file:
 * {@code SqlScanner} puts in variables and cuts statements into tokens, {@code StatementGuard} turns away what is no
 * pipeline statement, the ANTLR grammar gives the tree, and the readers ({@code TableReader}, {@code ViewReader},
 * {@code FlowReader} …) make values of it. Queries, expressions and types stay text, with positions.
 */
@NullMarked
package dev.tidewheel.engine.frontend.sql;

import org.jspecify.annotations.NullMarked;
