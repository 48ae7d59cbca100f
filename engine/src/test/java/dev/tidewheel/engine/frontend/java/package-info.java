/** Tests of how Java code is compiled, loaded and pointed at. */
@NullMarked
package dev.tidewheel.engine.frontend.java;

import org.jspecify.annotations.NullMarked;
