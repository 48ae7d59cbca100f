/**
 * The grammar of pipeline SQL, as ANTLR generates it from {@code PipelineSqlParser.g4}, and its keywords. Nothing here
 * knows about files or definitions.
 */
@NullMarked
package dev.tidewheel.engine.frontend.sql.grammar;

import org.jspecify.annotations.NullMarked;
