/** Tests of the database connector against a PostgreSQL of their own. */
@NullMarked
package dev.tidewheel.connector.jdbc;

import org.jspecify.annotations.NullMarked;
