/** What was, kept so that it can be had again: savepoints of tables and of how far their flows had come. */
@NullMarked
package dev.tidewheel.engine.savepoint;

import org.jspecify.annotations.NullMarked;
