/** Where rows come from: sources that can say what is new and give exactly the rows between two positions. */
@NullMarked
package dev.tidewheel.engine.source;

import org.jspecify.annotations.NullMarked;
