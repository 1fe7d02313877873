// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.profile;

import java.util.Locale;

/// How much two words differ, to guess which one was meant.
final class Spelling {
    /// Of this many letters one may be wrong.
    private static final int LETTERS_A_MISTAKE = 3;

    private Spelling() {}

    /// Whether a word may stand for the other: misspelt, by two letters at most and fewer where it
    /// is short, or with more behind it, as `hostname` for `host`.
    static boolean isNear(String word, String other) {
        int mistakes = Math.clamp(other.length() / LETTERS_A_MISTAKE, 1, 2);
        return distance(word, other) <= mistakes || letters(word).startsWith(letters(other));
    }

    /// How many letters have to be put in, taken out, put in the place of another or swapped with
    /// the next one. Case counts for nothing, nor do `-` and `_`.
    static int distance(String word, String other) {
        String from = letters(word);
        String to = letters(other);
        int[] above = new int[to.length() + 1];
        int[] last = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            last[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] next = new int[to.length() + 1];
            next[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int wrong = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
                next[column] =
                        Math.min(
                                Math.min(last[column], next[column - 1]) + 1,
                                last[column - 1] + wrong);
                if (row > 1
                        && column > 1
                        && from.charAt(row - 1) == to.charAt(column - 2)
                        && from.charAt(row - 2) == to.charAt(column - 1)) {
                    next[column] = Math.min(next[column], above[column - 2] + 1);
                }
            }
            above = last;
            last = next;
        }
        return last[to.length()];
    }

    private static String letters(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
    }
}
