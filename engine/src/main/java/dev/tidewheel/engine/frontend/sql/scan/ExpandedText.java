package dev.tidewheel.engine.frontend.sql.scan;

import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SourceText;
import dev.tidewheel.model.text.SqlFragment;
import dev.tidewheel.model.text.SqlFragment.Anchor;
import java.util.ArrayList;
import java.util.List;

/**
 * A file's text, into which values of variables are put from front to back; knows where each character came from. Not
 * thread-safe.
 */
public final class ExpandedText {
    private final SourceText source;
    private final StringBuilder text;
    private final List<Anchor> anchors = new ArrayList<>(List.of(new Anchor(0, 0, true)));

    public ExpandedText(SourceText source) {
        this.source = source;
        this.text = new StringBuilder(source.content());
    }

    SourceText source() {
        return source;
    }

    int length() {
        return text.length();
    }

    /** The character at {@code offset}; 0 behind the end. */
    char at(int offset) {
        return offset >= 0 && offset < text.length() ? text.charAt(offset) : 0;
    }

    public int indexOf(char wanted, int from) {
        return text.indexOf(String.valueOf(wanted), from);
    }

    public String substring(int start, int end) {
        return text.substring(start, end);
    }

    /** Puts {@code value} in place of the characters from {@code start} to {@code end}; must lie behind all earlier ones. */
    void replace(int start, int end, String value) {
        int sourceStart = sourceOffset(start);
        text.replace(start, end, value);
        anchors.add(new Anchor(start, sourceStart, false));
        anchors.add(new Anchor(start + value.length(), sourceStart + end - start, true));
    }

    public SqlFragment fragment(int start, int end) {
        List<Anchor> kept = new ArrayList<>();
        int first = anchorAt(start);
        kept.add(new Anchor(0, sourceOffset(start), anchors.get(first).verbatim()));
        for (int i = first + 1; i < anchors.size() && anchors.get(i).offset() < end; i++) {
            Anchor anchor = anchors.get(i);
            kept.add(new Anchor(anchor.offset() - start, anchor.sourceOffset(), anchor.verbatim()));
        }
        return new SqlFragment(text.substring(start, end), source, kept);
    }

    public SourceLocation locate(int start, int end) {
        return source.locate(sourceOffset(start), sourceOffset(Math.max(start, end - 1)) + 1);
    }

    private int sourceOffset(int offset) {
        Anchor anchor = anchors.get(anchorAt(offset));
        return anchor.verbatim() ? anchor.sourceOffset() + offset - anchor.offset() : anchor.sourceOffset();
    }

    /** The last anchor at or before {@code offset}; of several at one offset the last, as an empty value leaves two. */
    private int anchorAt(int offset) {
        int low = 0;
        int high = anchors.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (anchors.get(middle).offset() <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
