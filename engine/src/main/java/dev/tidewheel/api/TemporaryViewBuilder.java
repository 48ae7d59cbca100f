package dev.tidewheel.api;

/** A temporary view under declaration; its query may be a batch or a streaming one. */
public interface TemporaryViewBuilder extends DatasetBuilder<TemporaryViewBuilder> {}
