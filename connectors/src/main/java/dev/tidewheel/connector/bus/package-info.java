/** Message buses that data sources of others read: which options and columns they have, and what they are called there. */
@NullMarked
package dev.tidewheel.connector.bus;

import org.jspecify.annotations.NullMarked;
