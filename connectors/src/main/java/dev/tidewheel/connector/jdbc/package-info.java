/**
 * Databases behind JDBC: read whole through Spark's own source, read as a stream by a column that grows, and written to in
 * transactions of ours.
 */
@NullMarked
package dev.tidewheel.connector.jdbc;

import org.jspecify.annotations.NullMarked;
