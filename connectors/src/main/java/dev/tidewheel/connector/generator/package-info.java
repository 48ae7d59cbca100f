/** Made-up streams for people who have no source at hand. */
@NullMarked
package dev.tidewheel.connector.generator;

import org.jspecify.annotations.NullMarked;
