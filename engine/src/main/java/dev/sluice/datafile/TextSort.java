// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.datafile;

import dev.sluice.batch.ByteWords;
import java.util.Arrays;
import java.util.BitSet;

/// Sorts texts by their bytes, eight at a time, and tells which are the same. Not safe for threads.
final class TextSort {
    /// Fewer are compared with each other.
    private static final int COUNT_MIN = 24;

    /// Texts that agree in more words than this are compared with each other.
    private static final int ROUNDS_MAX = 16;

    private final RadixSort radix = new RadixSort();
    private final Texts texts;
    private final int[] order;
    private final long[] words;
    private final BitSet firsts;

    /// Texts by number.
    interface Texts {
        /// The bytes that a text is a part of.
        byte[] bytes(int number);

        /// Where it starts in them.
        int start(int number);

        /// Where it ends.
        int end(int number);
    }

    /// Sorts texts 0 up to `count`.
    TextSort(Texts texts, int count) {
        this.texts = texts;
        this.order = new int[count];
        Arrays.setAll(order, i -> i);
        this.words = new long[count];
        this.firsts = new BitSet(count);
        sort(0, count, 0, 0);
    }

    /// The numbers of the texts in their order.
    int[] order() {
        return order;
    }

    /// Whether a text in the order differs from the one before it.
    boolean isFirst(int place) {
        return place == 0 || firsts.get(place);
    }

    /// Sorts texts that agree in their first `agreed` bytes, as far as they have so many.
    private void sort(int from, int to, int agreed, int round) {
        if (to - from < COUNT_MIN || round == ROUNDS_MAX) {
            compareAll(from, to);
            return;
        }
        int depth = agreed + agreement(from, to, agreed);
        int longest = takeWords(from, to, depth);
        radix.sort(words, order, from, to);
        int start = from;
        for (int i = from + 1; i <= to; i++) {
            if (i == to || words[i] != words[start]) {
                if (i < to) {
                    firsts.set(i);
                }
                sortSame(start, i, depth + Long.BYTES, longest, round);
                start = i;
            }
        }
    }

    /// Takes the words that texts have at a depth.
    ///
    /// @return how long the longest text is
    private int takeWords(int from, int to, int depth) {
        int longest = 0;
        for (int i = from; i < to; i++) {
            words[i] = word(order[i], depth);
            longest = Math.max(longest, length(order[i]));
        }
        return longest;
    }

    /// Sorts texts of the same words: they differ behind them, or in how many zeros they end with.
    private void sortSame(int from, int to, int agreed, int longest, int round) {
        boolean same = true;
        int length = length(order[from]);
        for (int i = from + 1; i < to && same; i++) {
            same = length(order[i]) == length;
        }
        if (to - from > 1 && !(same && length <= agreed)) {
            if (longest > agreed) {
                sort(from, to, agreed, round + 1);
            } else {
                compareAll(from, to);
            }
        }
    }

    private void compareAll(int from, int to) {
        Integer[] boxed = new Integer[to - from];
        Arrays.setAll(boxed, i -> order[from + i]);
        Arrays.sort(boxed, this::compare);
        for (int i = 0; i < boxed.length; i++) {
            order[from + i] = boxed[i];
            if (i > 0 && compare(boxed[i - 1], boxed[i]) != 0) {
                firsts.set(from + i);
            }
        }
    }

    private int compare(int a, int b) {
        return Arrays.compareUnsigned(
                texts.bytes(a),
                texts.start(a),
                texts.end(a),
                texts.bytes(b),
                texts.start(b),
                texts.end(b));
    }

    /// In how many further bytes all agree.
    private int agreement(int from, int to, int agreed) {
        int first = order[from];
        int start = Math.min(texts.start(first) + agreed, texts.end(first));
        int end = texts.end(first);
        for (int i = from + 1; i < to && end > start; i++) {
            int other = order[i];
            int otherStart = Math.min(texts.start(other) + agreed, texts.end(other));
            int mismatch =
                    Arrays.mismatch(
                            texts.bytes(first),
                            start,
                            end,
                            texts.bytes(other),
                            otherStart,
                            texts.end(other));
            if (mismatch >= 0) {
                end = Math.min(end, start + mismatch);
            }
        }
        return end - start;
    }

    private int length(int number) {
        return texts.end(number) - texts.start(number);
    }

    /// Eight bytes from `depth` on, the first one highest, zeros behind the end.
    private long word(int number, int depth) {
        byte[] bytes = texts.bytes(number);
        int at = texts.start(number) + depth;
        int left = texts.end(number) - at;
        if (left <= 0) {
            return 0;
        }
        if (at + Long.BYTES <= bytes.length) {
            long word = Long.reverseBytes(ByteWords.at(bytes, at));
            return left >= Long.BYTES ? word : word & (-1L << ((Long.BYTES - left) * Byte.SIZE));
        }
        long word = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            word = (word << Byte.SIZE) | (i < left ? bytes[at + i] & 0xff : 0);
        }
        return word;
    }
}
