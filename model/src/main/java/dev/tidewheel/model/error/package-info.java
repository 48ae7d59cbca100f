/** Error codes and problems: everything that can be wrong, as values with a place, a cause and a remedy. */
@NullMarked
package dev.tidewheel.model.error;

import org.jspecify.annotations.NullMarked;
