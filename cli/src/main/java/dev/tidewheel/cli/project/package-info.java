/** The project that {@code tidewheel init} writes. */
@NullMarked
package dev.tidewheel.cli.project;

import org.jspecify.annotations.NullMarked;
