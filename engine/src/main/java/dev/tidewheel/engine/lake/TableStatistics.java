package dev.tidewheel.engine.lake;

/**
 * How much a table holds, from its log.
 *
 * @param rows -1 if a file has no count
 */
public record TableStatistics(long files, long rows, long bytes) {}
