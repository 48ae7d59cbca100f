/** What tests of several packages share. */
@NullMarked
package dev.tidewheel.engine.testing;

import org.jspecify.annotations.NullMarked;
