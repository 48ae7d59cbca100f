package dev.tidewheel.engine.frontend.java;

import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SourceText;
import dev.tidewheel.model.text.SqlFragment;
import dev.tidewheel.model.text.SqlFragment.Anchor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The code that definitions were loaded from: knows the text of its lines, if it came as source. Immutable. */
public final class UserCode {
    private final Map<String, SourceText> sources;
    private final CodeVersion version;

    /** @param sources by the names of the classes that they were compiled to */
    UserCode(Map<String, SourceText> sources, CodeVersion version) {
        this.sources = Map.copyOf(sources);
        this.version = version;
    }

    /** Code that is on the class path. */
    static UserCode ofClass(Class<?> type) {
        return new UserCode(Map.of(), CodeVersion.ofClass(type));
    }

    /** A text that changes when the code changes, as far as can be known. */
    String version() {
        return version.text();
    }

    /** The place of a line; of {@code word} in it, if it is written there. */
    SourceLocation locate(CallSite site, String word) {
        SourceText source = sources.get(site.className());
        if (source == null) {
            return SourceLocation.ofLine(site.sourcePath(), site.line());
        }
        if (site.line() == 0) {
            return SourceLocation.ofFile(source.file());
        }
        Optional<List<Anchor>> written =
                word.isEmpty() ? Optional.empty() : SourceLiteral.find(source, site.line(), word);
        return written.map(anchors -> new SqlFragment(word, source, anchors).location())
                .orElseGet(() -> line(source, site.line()));
    }

    private static SourceLocation line(SourceText source, int line) {
        int start = textStart(source.content(), line);
        int end = source.content().indexOf('\n', start);
        String text =
                source.content().substring(start, end < 0 ? source.content().length() : end);
        return source.locate(start, start + text.stripTrailing().length());
    }

    private static int textStart(String content, int line) {
        int start = SourceLiteral.lineStart(content, line);
        while (start < content.length() && (content.charAt(start) == ' ' || content.charAt(start) == '\t')) {
            start++;
        }
        return start;
    }

    /**
     * SQL that was given at a line. If the text is written there, its errors point into it; else they point at the
     * line, and where the source is not known, the SQL itself is shown as that line's text.
     */
    SqlFragment fragment(CallSite site, String sql) {
        SourceText source = sources.get(site.className());
        if (source == null || site.line() == 0) {
            int before = Math.max(0, site.line() - 1);
            String shown = "\n".repeat(before) + sql.replace('\n', ' ').replace('\r', ' ');
            return new SqlFragment(sql, new SourceText(site.sourcePath(), shown), List.of(new Anchor(0, before, true)));
        }
        List<Anchor> anchors = SourceLiteral.find(source, site.line(), sql)
                .orElseGet(() -> List.of(new Anchor(0, textStart(source.content(), site.line()), false)));
        return new SqlFragment(sql, source, anchors);
    }

    /**
     * The user's line that an exception came from: the innermost one whose source is known or which is in the package
     * of the definition, else the innermost that is neither ours nor of a platform.
     *
     * @param owner name of the class that was called
     */
    CallSite origin(Throwable error, String owner) {
        List<StackTraceElement> frames = frames(error);
        String ownPackage = new CallSite(owner, null, 0).packageName();
        return frames.stream()
                .map(CallSite::of)
                .filter(site -> sources.containsKey(site.className())
                        || site.packageName().equals(ownPackage))
                .findFirst()
                .or(() -> frames.stream().map(CallSite::of).findFirst())
                .orElseGet(() -> new CallSite(owner, null, 0));
    }

    /** The user's frames, those of the deepest cause first: it is nearest to what went wrong. */
    private static List<StackTraceElement> frames(Throwable error) {
        List<StackTraceElement> frames = new ArrayList<>();
        Set<Throwable> seen = new HashSet<>();
        for (@Nullable Throwable next = error; next != null && seen.add(next); next = next.getCause()) {
            frames.addAll(
                    0,
                    Arrays.stream(next.getStackTrace())
                            .filter(CallSite::isUsers)
                            .toList());
        }
        return frames;
    }
}
