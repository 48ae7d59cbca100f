/** Tests of how Python is found and prepared. */
@NullMarked
package dev.tidewheel.engine.frontend.python.host;

import org.jspecify.annotations.NullMarked;
