/** Jars and artifacts of Maven repositories that a pipeline names as libraries. */
@NullMarked
package dev.tidewheel.engine.library;

import org.jspecify.annotations.NullMarked;
