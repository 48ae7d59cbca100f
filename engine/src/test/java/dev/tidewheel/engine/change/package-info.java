/** The table of {@code docs/changes.md}: each of its rows is a test of the same name. */
@org.jspecify.annotations.NullMarked
package dev.tidewheel.engine.change;
