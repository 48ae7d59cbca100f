/**
 * What a pipeline remembers outside its tables: small documents in versions, each written once and never changed, and
 * the lease that lets one update run at a time.
 */
@NullMarked
package dev.tidewheel.engine.state;

import org.jspecify.annotations.NullMarked;
