// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.batch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Texts by number, 0, 1, 2, … in order of their first appearance: what the entries of a tag refer
/// to. A text has one number as long as texts repeat; where they hardly do, they are not looked for
/// any more, and one that comes again has another number too.
///
/// Not safe for threads while it is being filled.
public final class TextValues {
    private static final int VALUES_FIRST = 8;

    /// So many that most texts are found, or not, at the first look.
    private static final int SLOTS_A_VALUE = 4;

    /// After so many texts it is decided whether they repeat.
    private static final int GLANCE = 512;

    private static final int GLANCE_DISTINCT_MAX = GLANCE / 2;

    private static final int[] NO_SLOTS = new int[0];

    private byte[] bytes = new byte[64];

    /// Where text `i` starts; the next one is where it ends.
    private int[] offsets = new int[VALUES_FIRST + 1];

    private int size;
    private long[] hashes = new long[VALUES_FIRST];

    /// Number plus one by hash, 0 where free; a power of two, at most a quarter full. None when
    /// texts are not looked for.
    private int[] slots = new int[VALUES_FIRST * SLOTS_A_VALUE];

    /// Made when texts are first looked for that were not.
    private @Nullable Chains chains;

    private int asked;
    private boolean distinct = true;

    /// No texts yet.
    public TextValues() {}

    /// No texts yet, and only different ones will come: they are not looked for.
    public static TextValues ofDifferent() {
        TextValues made = new TextValues();
        made.slots = NO_SLOTS;
        made.hashes = new long[0];
        return made;
    }

    /// Texts as whoever kept them gives them back. Nothing can be added.
    ///
    /// @param bytes the texts, end to end; handed over
    /// @param offsets where each starts, and behind the last one where that ends; handed over
    /// @param distinct whether all are different
    /// @throws IllegalArgumentException when they do not fit together
    public static TextValues of(byte[] bytes, int[] offsets, boolean distinct) {
        boolean fits = offsets.length > 0 && offsets[0] == 0;
        for (int i = 1; i < offsets.length; i++) {
            fits &= offsets[i - 1] <= offsets[i];
        }
        if (!fits || offsets[offsets.length - 1] > bytes.length) {
            throw new IllegalArgumentException("texts do not fit together");
        }
        TextValues made = ofDifferent();
        made.bytes = bytes;
        made.offsets = offsets;
        made.size = offsets.length - 1;
        made.distinct = distinct;
        return made;
    }

    /// How many there are.
    public int size() {
        return size;
    }

    /// Whether no text has two numbers; false also where nobody knows.
    public boolean isDistinct() {
        return distinct;
    }

    /// All texts, end to end; only the first [#length] bytes count. Do not change it.
    public byte[] bytes() {
        return bytes;
    }

    /// How many bytes of [#bytes] are in use.
    public int length() {
        return offsets[size];
    }

    /// Where a text starts in [#bytes].
    public int start(int number) {
        return offsets[number];
    }

    /// Where a text ends in [#bytes].
    public int end(int number) {
        return offsets[number + 1];
    }

    /// A text.
    public String text(int number) {
        return new String(
                bytes, start(number), end(number) - start(number), StandardCharsets.UTF_8);
    }

    /// Where each text starts, and behind the last one where that ends; only the first [#size] plus
    /// one count. Do not change it.
    public int[] offsets() {
        return offsets;
    }

    /// About how much memory they take, in bytes, without what [#eachOf] may make.
    long sizeBytes() {
        return bytes.length + 4L * offsets.length + 8L * hashes.length + 4L * slots.length;
    }

    /// How much [#eachOf] may make at most, in bytes.
    long indexBytesMax() {
        return slots.length == 0 ? (long) Chains.BYTES_MAX * size : 0;
    }

    /// The number of a text, which is added where it is not found.
    public int number(byte[] source, int start, int end) {
        if (slots.length == 0) {
            append(source, start, end);
            return size - 1;
        }
        if (++asked == GLANCE && size > GLANCE_DISTINCT_MAX) {
            slots = NO_SLOTS;
            hashes = new long[0];
            distinct = false;
            append(source, start, end);
            return size - 1;
        }
        long hash = ByteWords.hash(source, start, end);
        int mask = slots.length - 1;
        int slot = ByteWords.fold(hash) & mask;
        while (slots[slot] != 0) {
            int number = slots[slot] - 1;
            if (hashes[number] == hash && isSame(number, source, start, end)) {
                return number;
            }
            slot = (slot + 1) & mask;
        }
        if (size == hashes.length) {
            grow();
            slot = free(hash);
        }
        slots[slot] = size + 1;
        hashes[size] = hash;
        append(source, start, end);
        return size - 1;
    }

    /// Gives every number of some texts. Where they are not looked for, they are from the first
    /// call on. Only when it is filled.
    public void eachOf(List<byte[]> texts, IntConsumer numbers) {
        if (slots.length > 0) {
            texts.forEach(text -> found(text, numbers));
            return;
        }
        Chains made = chains;
        if (made == null || made.next.length != size) {
            made = new Chains(this);
            chains = made;
        }
        for (byte[] text : texts) {
            made.each(this, text, numbers);
        }
    }

    /// All numbers by the hashes of their texts, of which several may be the same. Immutable, so
    /// that several threads may make it.
    private static final class Chains {
        /// What a text takes at most.
        static final int BYTES_MAX = 12;

        /// The first number plus one by hash, 0 where there is none; a power of two.
        private final int[] first;

        /// By number: the next one in the same chain plus one, or 0.
        private final int[] next;

        Chains(TextValues texts) {
            first = new int[Integer.highestOneBit(Math.max(1, texts.size)) * 2];
            next = new int[texts.size];
            for (int number = next.length - 1; number >= 0; number--) {
                int slot = slot(texts.bytes, texts.offsets[number], texts.offsets[number + 1]);
                next[number] = first[slot];
                first[slot] = number + 1;
            }
        }

        private int slot(byte[] source, int start, int end) {
            return ByteWords.fold(ByteWords.hash(source, start, end)) & (first.length - 1);
        }

        void each(TextValues texts, byte[] text, IntConsumer numbers) {
            int length = text.length;
            for (int at = first[slot(text, 0, length)]; at > 0; at = next[at - 1]) {
                int start = texts.offsets[at - 1];
                if (Arrays.equals(texts.bytes, start, texts.offsets[at], text, 0, length)) {
                    numbers.accept(at - 1);
                }
            }
        }
    }

    /// No texts yet; each has one number, also where they hardly repeat.
    public static TextValues ofSought() {
        TextValues made = new TextValues();
        made.asked = GLANCE;
        return made;
    }

    private void found(byte[] text, IntConsumer numbers) {
        int number = find(text, 0, text.length);
        if (number >= 0) {
            numbers.accept(number);
        }
    }

    /// The number of a text, as far as texts are looked for; -1 where it is not there.
    private int find(byte[] source, int start, int end) {
        long hash = ByteWords.hash(source, start, end);
        int mask = slots.length - 1;
        for (int slot = ByteWords.fold(hash) & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
            int number = slots[slot] - 1;
            if (hashes[number] == hash && isSame(number, source, start, end)) {
                return number;
            }
        }
        return -1;
    }

    /// Takes back the text that was added last.
    void removeLast() {
        size--;
        if (slots.length > 0) {
            int mask = slots.length - 1;
            int slot = ByteWords.fold(hashes[size]) & mask;
            while (slots[slot] != size + 1) {
                slot = (slot + 1) & mask;
            }
            // Nothing was placed after it, so no probe sequence runs through its slot.
            slots[slot] = 0;
        }
    }

    /// Of texts that fit a word, each has a hash of its own among those of its length.
    private boolean isSame(int number, byte[] source, int start, int end) {
        int length = end - start;
        return offsets[number + 1] - offsets[number] == length
                && (length <= Long.BYTES
                        || ByteWords.same(source, start, end, bytes, offsets[number]));
    }

    private void append(byte[] source, int start, int end) {
        int from = offsets[size];
        int to = from + end - start;
        if (to > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(to, bytes.length * 2));
        }
        System.arraycopy(source, start, bytes, from, end - start);
        if (size + 1 == offsets.length) {
            offsets = Arrays.copyOf(offsets, offsets.length * 2);
        }
        offsets[++size] = to;
    }

    private void grow() {
        hashes = Arrays.copyOf(hashes, size * 2);
        slots = new int[hashes.length * SLOTS_A_VALUE];
        for (int number = 0; number < size; number++) {
            slots[free(hashes[number])] = number + 1;
        }
    }

    private int free(long hash) {
        int mask = slots.length - 1;
        int slot = ByteWords.fold(hash) & mask;
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
