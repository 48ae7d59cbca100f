package dev.tidewheel.model.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Finds what a user probably meant by a word that is not known. Case, and the difference between {@code _} and
 * {@code -}, count little; a swap of two neighbours counts as one slip. Stateless.
 */
public final class Suggestions {
    private static final int MOST = 3;

    private Suggestions() {}

    /** At most three of {@code known} that are near to {@code word}, the nearest first; empty if none is. */
    public static List<String> nearest(String word, Collection<String> known) {
        String wanted = normal(word);
        return known.stream()
                .distinct()
                .map(candidate -> new Ranked(candidate, distance(wanted, normal(candidate))))
                .filter(ranked -> ranked.distance() <= tolerance(wanted, normal(ranked.word())))
                .sorted(Comparator.comparingInt(Ranked::distance).thenComparing(Ranked::word))
                .limit(MOST)
                .map(Ranked::word)
                .toList();
    }

    /** {@code Did you mean `a`?} or {@code Did you mean `a` or `b`?}; an empty text if nothing is near. */
    public static String didYouMean(String word, Collection<String> known) {
        List<String> near = nearest(word, known);
        if (near.isEmpty()) {
            return "";
        }
        return near.stream().map(name -> "`" + name + "`").collect(Collectors.joining(" or ", "Did you mean ", "?"));
    }

    private record Ranked(String word, int distance) {}

    private static String normal(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** One slip in short words, one in each three letters of longer ones. */
    private static int tolerance(String left, String right) {
        return Math.max(1, Math.max(left.length(), right.length()) / 3);
    }

    /** Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other. */
    private static int distance(String left, String right) {
        int[] beforeLast = new int[right.length() + 1];
        int[] last = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] row = new int[right.length() + 1];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = last[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
                boolean swapped = i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1);
                if (swapped) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[right.length()];
    }
}
