package dev.tidewheel.engine;

import java.util.Iterator;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** The rows of a query, which are computed while they are taken. For one thread. */
public record QueryResult(StructType schema, Iterator<Row> rows) {}
