// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.batch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Numbers byte strings 0, 1, 2, … in order of their adding, and finds the number of one again
/// without making an object. An open-addressing table; not safe for threads.
public final class NameIndex {
    /// What [#find] answers for a name that was not added.
    public static final int ABSENT = -1;

    private static final int NAMES_FIRST = 8;

    private byte[][] names = new byte[NAMES_FIRST][];
    private int[] hashes = new int[NAMES_FIRST];
    private int size;

    /// Number plus one by hash, 0 where free; a power of two, at most half full.
    private int[] slots = new int[NAMES_FIRST * 2];

    /// How many names there are.
    public int size() {
        return size;
    }

    /// The number of a name, or [#ABSENT].
    public int find(byte[] source, int start, int end) {
        int hash = hash(source, start, end);
        int mask = slots.length - 1;
        for (int slot = hash & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
            int number = slots[slot] - 1;
            if (hashes[number] == hash && same(names[number], source, start, end)) {
                return number;
            }
        }
        return ABSENT;
    }

    /// Adds a copy of a name that [#find] does not find.
    ///
    /// @return its number
    public int add(byte[] source, int start, int end) {
        if (size == names.length) {
            grow();
        }
        int number = size++;
        names[number] = Arrays.copyOfRange(source, start, end);
        hashes[number] = hash(source, start, end);
        occupy(number);
        return number;
    }

    /// Takes back the name that was added last.
    public void removeLast() {
        int number = size - 1;
        int mask = slots.length - 1;
        int slot = hashes[number] & mask;
        while (slots[slot] != size) {
            slot = (slot + 1) & mask;
        }
        // Nothing was placed after it, so no probe sequence runs through its slot.
        slots[slot] = 0;
        size = number;
    }

    /// The name with this number, as text.
    public String textAt(int number) {
        return new String(names[number], StandardCharsets.UTF_8);
    }

    /// The name with this number, as it was added; not to be changed.
    public byte[] bytesAt(int number) {
        return names[number];
    }

    private void grow() {
        names = Arrays.copyOf(names, size * 2);
        hashes = Arrays.copyOf(hashes, size * 2);
        slots = new int[names.length * 2];
        for (int number = 0; number < size; number++) {
            occupy(number);
        }
    }

    private void occupy(int number) {
        int mask = slots.length - 1;
        int slot = hashes[number] & mask;
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = number + 1;
    }

    private static boolean same(byte[] name, byte[] source, int start, int end) {
        return Arrays.equals(name, 0, name.length, source, start, end);
    }

    private static int hash(byte[] source, int start, int end) {
        return ByteWords.fold(ByteWords.hash(source, start, end));
    }
}
