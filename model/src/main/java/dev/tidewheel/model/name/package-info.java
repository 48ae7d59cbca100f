/** Names of datasets and the scope in which an unqualified name is read. */
@NullMarked
package dev.tidewheel.model.name;

import org.jspecify.annotations.NullMarked;
