package dev.tidewheel.api;

/** A streaming table under declaration; its query, if it has one, must be a streaming one. */
public interface StreamingTableBuilder extends TableBuilder<StreamingTableBuilder> {}
