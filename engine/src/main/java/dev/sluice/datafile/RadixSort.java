// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.datafile;

import java.util.Arrays;

/// Sorts words, and numbers that go with them, by their unsigned value. Words of the same value
/// keep their order. Takes time by the digits in which words differ. Not safe for threads; keeps
/// memory for twelve bytes a word.
final class RadixSort {
    private static final int DIGIT_BITS = 11;
    private static final int DIGITS = (Long.SIZE + DIGIT_BITS - 1) / DIGIT_BITS;
    private static final int BUCKETS = 1 << DIGIT_BITS;

    /// Fewer are sorted by insertion.
    private static final int COUNT_MIN = 64;

    private final int[] counts = new int[DIGITS * BUCKETS];
    private long[] otherWords = new long[0];
    private int[] otherNumbers = new int[0];

    /// Sorts the entries from `from` up to `to` of both arrays.
    void sort(long[] words, int[] numbers, int from, int to) {
        int count = to - from;
        if (count < COUNT_MIN) {
            insert(words, numbers, from, to);
            return;
        }
        if (otherWords.length < count) {
            otherWords = new long[count];
            otherNumbers = new int[count];
        }
        count(words, from, to);
        boolean moved = false;
        for (int digit = 0; digit < DIGITS; digit++) {
            int shift = digit * DIGIT_BITS;
            int base = digit * BUCKETS;
            // Either array holds all words, in whatever order.
            if (counts[base + digit(words[from], shift)] == count) {
                continue;
            }
            starts(base);
            if (moved) {
                move(otherWords, otherNumbers, 0, count, words, numbers, from, base, shift);
            } else {
                move(words, numbers, from, to, otherWords, otherNumbers, 0, base, shift);
            }
            moved = !moved;
        }
        if (moved) {
            System.arraycopy(otherWords, 0, words, from, count);
            System.arraycopy(otherNumbers, 0, numbers, from, count);
        }
    }

    private void count(long[] words, int from, int to) {
        Arrays.fill(counts, 0);
        for (int i = from; i < to; i++) {
            long word = words[i];
            for (int digit = 0; digit < DIGITS; digit++) {
                counts[digit * BUCKETS + digit(word, digit * DIGIT_BITS)]++;
            }
        }
    }

    private void starts(int base) {
        int sum = 0;
        for (int bucket = base; bucket < base + BUCKETS; bucket++) {
            int here = counts[bucket];
            counts[bucket] = sum;
            sum += here;
        }
    }

    private void move(
            long[] words,
            int[] numbers,
            int from,
            int to,
            long[] intoWords,
            int[] intoNumbers,
            int intoFrom,
            int base,
            int shift) {
        for (int i = from; i < to; i++) {
            long word = words[i];
            int place = intoFrom + counts[base + digit(word, shift)]++;
            intoWords[place] = word;
            intoNumbers[place] = numbers[i];
        }
    }

    private static int digit(long word, int shift) {
        return (int) (word >>> shift) & (BUCKETS - 1);
    }

    private static void insert(long[] words, int[] numbers, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            long word = words[i];
            int number = numbers[i];
            int place = i;
            while (place > from && Long.compareUnsigned(words[place - 1], word) > 0) {
                words[place] = words[place - 1];
                numbers[place] = numbers[place - 1];
                place--;
            }
            words[place] = word;
            numbers[place] = number;
        }
    }
}
