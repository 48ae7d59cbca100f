@NullMarked
package dev.tidewheel.engine.library;

import org.jspecify.annotations.NullMarked;
