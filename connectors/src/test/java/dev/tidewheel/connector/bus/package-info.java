/** Tests of message buses that data sources of others read. */
@NullMarked
package dev.tidewheel.connector.bus;

import org.jspecify.annotations.NullMarked;
