@NullMarked
package dev.tidewheel.connector.generator;

import org.jspecify.annotations.NullMarked;
