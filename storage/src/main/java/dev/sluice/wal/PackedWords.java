// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import java.nio.ByteBuffer;

/// Words by how far they are above the smallest of them, in as many bytes each as the largest
/// needs:
///
/// ```
/// smallest         8 bytes
/// width            1 byte: 0, 1, 2, 4 or 8
/// distances        of every word, in so many bytes
/// ```
///
/// Of a batch's times and of most integers it takes one byte or none.
///
/// @param smallest of the words; 0 when there are none
/// @param width how many bytes a distance takes
record PackedWords(long smallest, int width) {
    private static final int HEAD_BYTES = Long.BYTES + 1;

    /// How the first `count` words are packed.
    static PackedWords of(long[] words, int count) {
        if (count == 0) {
            return new PackedWords(0, 0);
        }
        long min = words[0];
        long max = words[0];
        for (int i = 0; i < count; i++) {
            min = Math.min(min, words[i]);
            max = Math.max(max, words[i]);
        }
        return new PackedWords(min, widthOf(max - min));
    }

    /// @param distance unsigned
    private static int widthOf(long distance) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(distance);
        int bytes = (bits + Byte.SIZE - 1) / Byte.SIZE;
        return bytes <= 2 ? bytes : bytes <= Integer.BYTES ? Integer.BYTES : Long.BYTES;
    }

    /// How many bytes [#put] writes.
    long sizeBytes(int count) {
        return HEAD_BYTES + (long) width * count;
    }

    /// Writes the first `count` words, for which it was made.
    void put(long[] words, int count, ByteBuffer out) {
        out.putLong(smallest).put((byte) width);
        switch (width) {
            case 0 -> {}
            case Byte.BYTES -> putBytes(words, count, out);
            case Short.BYTES -> {
                for (int i = 0; i < count; i++) {
                    out.putShort((short) (words[i] - smallest));
                }
            }
            case Integer.BYTES -> {
                for (int i = 0; i < count; i++) {
                    out.putInt((int) (words[i] - smallest));
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    out.putLong(words[i] - smallest);
                }
            }
        }
    }

    private void putBytes(long[] words, int count, ByteBuffer out) {
        byte[] bytes = out.array();
        int at = out.arrayOffset() + out.position();
        for (int i = 0; i < count; i++) {
            bytes[at + i] = (byte) (words[i] - smallest);
        }
        out.position(out.position() + count);
    }

    /// Reads `count` words.
    ///
    /// @throws IllegalArgumentException when no such width is written
    static long[] get(int count, ByteBuffer in) {
        long smallest = in.getLong();
        int width = in.get();
        long[] words = new long[count];
        for (int i = 0; i < count; i++) {
            words[i] =
                    smallest
                            + switch (width) {
                                case 0 -> 0;
                                case Byte.BYTES -> in.get() & 0xff;
                                case Short.BYTES -> in.getShort() & 0xffff;
                                case Integer.BYTES -> in.getInt() & 0xffff_ffffL;
                                case Long.BYTES -> in.getLong();
                                default ->
                                        throw new IllegalArgumentException(
                                                "words of " + width + " bytes");
                            };
        }
        return words;
    }
}
