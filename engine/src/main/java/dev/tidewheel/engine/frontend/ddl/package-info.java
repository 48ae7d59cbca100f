/** Declared schemas, for front ends whose users write them as DDL or as Spark's types. Start reading at {@code SchemaColumns}. */
@NullMarked
package dev.tidewheel.engine.frontend.ddl;

import org.jspecify.annotations.NullMarked;
