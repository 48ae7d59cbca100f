/** Tests of the scanner's pieces. */
package dev.tidewheel.engine.frontend.sql.scan;
