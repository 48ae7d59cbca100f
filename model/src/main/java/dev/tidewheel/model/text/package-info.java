/** Source text with positions: where in the user's files something was written. */
@NullMarked
package dev.tidewheel.model.text;

import org.jspecify.annotations.NullMarked;
