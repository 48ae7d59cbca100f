/** Tests of the SQL front end; {@code DefinitionText} shows definitions as text, so that expectations can be read. */
package dev.tidewheel.engine.frontend.sql;
