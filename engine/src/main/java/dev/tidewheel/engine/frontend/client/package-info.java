/**
 * Pipelines that Spark's own client declares: command by command over Spark Connect, instead of in files that this
 * process reads. Start reading at {@code ClientFrontEnd}.
 */
@NullMarked
package dev.tidewheel.engine.frontend.client;

import org.jspecify.annotations.NullMarked;
