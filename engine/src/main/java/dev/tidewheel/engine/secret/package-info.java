/** Passwords and keys that pipelines name and nobody prints. */
@NullMarked
package dev.tidewheel.engine.secret;

import org.jspecify.annotations.NullMarked;
