/** Tests of where secrets are found, and that they get nowhere. */
@NullMarked
package dev.tidewheel.engine.secret;

import org.jspecify.annotations.NullMarked;
