package dev.tidewheel.model.settings;

import java.util.List;

/**
 * Which of the source files found through {@code libraries} belong to the pipeline.
 *
 * @param include globs, relative to the pipeline file; empty for all
 * @param exclude globs of files that are left out, stronger than {@code include}
 */
public record SourceFilter(List<String> include, List<String> exclude) {
    public static final SourceFilter ALL = new SourceFilter(List.of(), List.of());

    public SourceFilter {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }
}
