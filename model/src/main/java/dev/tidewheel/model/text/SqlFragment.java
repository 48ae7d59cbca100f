package dev.tidewheel.model.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A piece of SQL cut out of a source file, after substitution of {@code ${}}; knows for each of its characters where
 * the user wrote it.
 *
 * @param text the SQL, ready to be parsed
 * @param source the file that it stands in
 * @param anchors ascending by {@code offset}; the first one is at offset 0. A character of {@link #text} belongs to the
 *     last anchor at or before it
 */
public record SqlFragment(String text, SourceText source, List<Anchor> anchors) {

    /**
     * From {@code offset} of the fragment on, characters stand at {@code sourceOffset} of the file and following.
     *
     * @param verbatim true if the characters were copied one to one; false if they came out of a substitution, and all
     *     stand at {@code sourceOffset}
     */
    public record Anchor(int offset, int sourceOffset, boolean verbatim) {}

    public SqlFragment {
        Objects.requireNonNull(text, "text is null");
        Objects.requireNonNull(source, "source is null");
        anchors = List.copyOf(anchors);
        if (anchors.isEmpty() || anchors.get(0).offset() != 0) {
            throw new IllegalArgumentException("the first anchor must be at offset 0");
        }
    }

    /** A fragment that stands verbatim in the file from {@code sourceOffset} on. */
    public static SqlFragment verbatim(SourceText source, int sourceOffset, int endOffset) {
        return new SqlFragment(
                source.content().substring(sourceOffset, endOffset),
                source,
                List.of(new Anchor(0, sourceOffset, true)));
    }

    /** SQL that stands in no SQL file, such as a condition given from Java; all of it is at one place. */
    public static SqlFragment detached(String text, String file) {
        return new SqlFragment(text, new SourceText(file, text), List.of(new Anchor(0, 0, true)));
    }

    /** This fragment with words in front that the user did not write; they stand where the fragment begins. */
    public SqlFragment prefixed(String words) {
        List<Anchor> shifted = new ArrayList<>();
        shifted.add(new Anchor(0, sourceOffset(0), false));
        for (Anchor anchor : anchors) {
            shifted.add(new Anchor(anchor.offset() + words.length(), anchor.sourceOffset(), anchor.verbatim()));
        }
        return new SqlFragment(words + text, source, shifted);
    }

    /** This fragment with words put in at {@code offset} that the user did not write; they stand where they were put in. */
    public SqlFragment inserted(int offset, String words) {
        return replaced(offset, offset, words);
    }

    /** This fragment with other words for the characters {@code start} to {@code end} (exclusive); they stand where those stood. */
    public SqlFragment replaced(int start, int end, String words) {
        List<Anchor> all = new ArrayList<>();
        Anchor atEnd = anchors.get(0);
        for (Anchor anchor : anchors) {
            if (anchor.offset() < start) {
                all.add(anchor);
            }
            if (anchor.offset() <= end) {
                atEnd = anchor;
            }
        }
        int shift = words.length() - (end - start);
        all.add(new Anchor(start, sourceOffset(start), false));
        all.add(new Anchor(end + shift, sourceOffset(end), atEnd.verbatim()));
        for (Anchor anchor : anchors) {
            if (anchor.offset() > end) {
                all.add(new Anchor(anchor.offset() + shift, anchor.sourceOffset(), anchor.verbatim()));
            }
        }
        return new SqlFragment(text.substring(0, start) + words + text.substring(end), source, all);
    }

    /** The place in the user's file of the characters {@code start} to {@code end} (exclusive) of this fragment. */
    public SourceLocation locate(int start, int end) {
        int from = sourceOffset(start);
        int to = Math.max(from + 1, sourceOffset(Math.max(start, end - 1)) + 1);
        return source.locate(from, to);
    }

    /** The place of the whole fragment. */
    public SourceLocation location() {
        return locate(0, Math.max(1, text.length()));
    }

    private int sourceOffset(int offset) {
        Anchor found = anchors.get(0);
        for (Anchor anchor : anchors) {
            if (anchor.offset() > offset) {
                break;
            }
            found = anchor;
        }
        return found.verbatim() ? found.sourceOffset() + Math.max(0, offset - found.offset()) : found.sourceOffset();
    }
}
