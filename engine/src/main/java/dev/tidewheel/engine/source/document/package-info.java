/** Small immutable documents in a folder, on any file system. */
@NullMarked
package dev.tidewheel.engine.source.document;

import org.jspecify.annotations.NullMarked;
