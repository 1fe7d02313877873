// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import dev.sluice.batch.ByteWords;
import java.util.Arrays;

/// The beginnings of lines, measurement and tags as they are written, with the rows that they led
/// to; so that a beginning that comes again need not be read again. Two ways to write one tag set
/// are two beginnings.
///
/// It looks at one beginning at a time: [#scan] it, then [#find] or [#add] it. Keeps places in the
/// payload, no copies, and no more than one a line. Not safe for threads.
final class SeriesIndex {
    /// What [#find] answers for a beginning that was not added.
    static final int ABSENT = -1;

    private static final int ENTRIES_FIRST = 64;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long BACKSLASHES = '\\' * ONES;

    /// Bytes below it are space, tab, newline and other control characters.
    private static final long ABOVE_SPACE = (' ' + 1) * ONES;

    private final byte[] body;
    private final int bodyEnd;

    /// Entry plus one by hash, 0 where free; a power of two, at most half full.
    private int[] slots = new int[ENTRIES_FIRST * 2];

    private long[] hashes = new long[ENTRIES_FIRST];
    private int[] starts = new int[ENTRIES_FIRST];
    private int[] lengths = new int[ENTRIES_FIRST];
    private int[] tables = new int[ENTRIES_FIRST];
    private int[] tagSets = new int[ENTRIES_FIRST];
    private int size;

    private int start;
    private int end;
    private long hash;

    SeriesIndex(byte[] body, int bodyEnd) {
        this.body = body;
        this.bodyEnd = bodyEnd;
        this.start = -1;
    }

    /// Looks at the beginning that starts at `from`, up to its first space.
    ///
    /// @return whether it is a plain one: without backslashes and control characters
    boolean scan(int from) {
        long even = 0;
        long odd = 0;
        int at = from;
        // Two words at once, since each mixing waits for the one before it.
        while (at + 2 * Long.BYTES <= bodyEnd) {
            long first = ByteWords.at(body, at);
            long second = ByteWords.at(body, at + Long.BYTES);
            if ((stops(first) | stops(second)) != 0) {
                break;
            }
            even = ByteWords.mix(even, first);
            odd = ByteWords.mix(odd, second);
            at += 2 * Long.BYTES;
        }
        return scanEnd(from, at, ByteWords.mix(even, odd));
    }

    /// Looks at what is left of a beginning: less than two words.
    private boolean scanEnd(int from, int behind, long hashBefore) {
        long mixed = hashBefore;
        int at = behind;
        while (at + Long.BYTES <= bodyEnd) {
            long word = ByteWords.at(body, at);
            long stops = stops(word);
            if (stops != 0) {
                int bits = Long.numberOfTrailingZeros(stops) & -Byte.SIZE;
                return settle(
                        from,
                        at + bits / Byte.SIZE,
                        ByteWords.mix(mixed, word & ((1L << bits) - 1)));
            }
            mixed = ByteWords.mix(mixed, word);
            at += Long.BYTES;
        }
        long word = 0;
        for (int bits = 0; at < bodyEnd; bits += Byte.SIZE) {
            if (stops((body[at] & 0xffL) | ~0xffL) != 0) {
                break;
            }
            word |= (body[at++] & 0xffL) << bits;
        }
        return settle(from, at, ByteWords.mix(mixed, word));
    }

    /// Whether [#scan] looked at the beginning that starts at `from` last, and it was plain.
    boolean holds(int from) {
        return start == from;
    }

    /// Where the space after the present beginning is.
    int end() {
        return end;
    }

    /// Whether the present beginning names a table: `name`, and then a comma or nothing more.
    boolean startsWith(byte[] name) {
        int nameEnd = start + name.length;
        return nameEnd <= end
                && (nameEnd == end || body[nameEnd] == ',')
                && Arrays.equals(body, start, nameEnd, name, 0, name.length);
    }

    /// The entry of the present beginning, or [#ABSENT].
    int find() {
        int mask = slots.length - 1;
        for (int slot = slotOf(hash, mask); slots[slot] != 0; slot = (slot + 1) & mask) {
            int entry = slots[slot] - 1;
            if (hashes[entry] == hash && sameText(entry)) {
                return entry;
            }
        }
        return ABSENT;
    }

    /// Adds the present beginning, which [#find] does not find.
    void add(int table, int tagSet) {
        if (size == hashes.length) {
            reserve(size * 2);
        }
        int entry = size++;
        hashes[entry] = hash;
        starts[entry] = start;
        lengths[entry] = end - start;
        tables[entry] = table;
        tagSets[entry] = tagSet;
        occupy(entry);
    }

    /// Makes room for beginnings that are likely to come.
    ///
    /// @param count how many there will be in all
    void reserve(int count) {
        if (count <= hashes.length) {
            return;
        }
        hashes = Arrays.copyOf(hashes, count);
        starts = Arrays.copyOf(starts, count);
        lengths = Arrays.copyOf(lengths, count);
        tables = Arrays.copyOf(tables, count);
        tagSets = Arrays.copyOf(tagSets, count);
        slots = new int[Integer.highestOneBit(count * 2 - 1) * 2];
        for (int entry = 0; entry < size; entry++) {
            occupy(entry);
        }
    }

    /// The number of the table that an entry's rows are in.
    int tableOf(int entry) {
        return tables[entry];
    }

    /// The number of an entry's tag set in its table.
    int tagSetOf(int entry) {
        return tagSets[entry];
    }

    private boolean settle(int from, int stop, long mixed) {
        boolean plain = stop < bodyEnd && body[stop] == ' ';
        start = plain ? from : -1;
        end = stop;
        hash = ByteWords.mix(mixed, stop - from);
        return plain;
    }

    /// The high bit of each byte that is a backslash, a space or a control character, and perhaps
    /// of bytes above the first such one.
    private static long stops(long word) {
        long backslash = word ^ BACKSLASHES;
        return (((word - ABOVE_SPACE) & ~word) | ((backslash - ONES) & ~backslash)) & HIGH_BITS;
    }

    private static int slotOf(long hash, int mask) {
        return ByteWords.fold(hash) & mask;
    }

    private boolean sameText(int entry) {
        int length = lengths[entry];
        int other = starts[entry];
        return length == end - start
                && Arrays.equals(body, other, other + length, body, start, end);
    }

    private void occupy(int entry) {
        int mask = slots.length - 1;
        int slot = slotOf(hashes[entry], mask);
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = entry + 1;
    }
}
