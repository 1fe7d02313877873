// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

/// BLAKE2b with 512 bits and BLAKE2s with 256 bits, without a key (RFC 7693).
final class Blake2 {
    private static final long[] START = {
        0x6a09e667f3bcc908L, 0xbb67ae8584caa73bL, 0x3c6ef372fe94f82bL, 0xa54ff53a5f1d36f1L,
        0x510e527fade682d1L, 0x9b05688c2b3e6c1fL, 0x1f83d9abfb41bd6bL, 0x5be0cd19137e2179L
    };

    private static final int[][] ORDER = {
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
        {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
        {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
        {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
        {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
        {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
        {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
        {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
        {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
        {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}
    };

    private final int wordBytes;
    private final long mask;
    private final int rounds;
    private final int[] turns;
    private final long[] state = new long[8];
    private final long[] start = new long[8];

    private Blake2(int wordBytes, int rounds, int[] turns) {
        this.wordBytes = wordBytes;
        this.mask = wordBytes == Long.BYTES ? -1L : 0xffffffffL;
        this.rounds = rounds;
        this.turns = turns;
        for (int i = 0; i < start.length; i++) {
            start[i] = wordBytes == Long.BYTES ? START[i] : START[i] >>> Integer.SIZE;
            state[i] = start[i];
        }
        state[0] ^= 0x01010000L ^ (8L * wordBytes);
    }

    static byte[] b(byte[] message) {
        return new Blake2(Long.BYTES, 12, new int[] {32, 24, 16, 63}).hash(message);
    }

    static byte[] s(byte[] message) {
        return new Blake2(Integer.BYTES, 10, new int[] {16, 12, 8, 7}).hash(message);
    }

    private byte[] hash(byte[] message) {
        int blockBytes = 16 * wordBytes;
        int position = 0;
        while (message.length - position > blockBytes) {
            position += blockBytes;
            compress(words(message, position - blockBytes), position, false);
        }
        compress(words(message, position), message.length, true);
        byte[] result = new byte[8 * wordBytes];
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) (state[i / wordBytes] >>> (8 * (i % wordBytes)));
        }
        return result;
    }

    /// The words of a block; behind the message there are zeroes.
    private long[] words(byte[] message, int from) {
        long[] words = new long[16];
        for (int i = 0; i < 16 * wordBytes && from + i < message.length; i++) {
            words[i / wordBytes] |= (message[from + i] & 0xffL) << (8 * (i % wordBytes));
        }
        return words;
    }

    private void compress(long[] block, long count, boolean last) {
        long[] v = new long[16];
        System.arraycopy(state, 0, v, 0, 8);
        System.arraycopy(start, 0, v, 8, 8);
        v[12] ^= count & mask;
        if (last) {
            v[14] ^= mask;
        }
        for (int round = 0; round < rounds; round++) {
            int[] order = ORDER[round % ORDER.length];
            for (int i = 0; i < 8; i++) {
                int shift = i < 4 ? 0 : 1;
                int[] at = {
                    i % 4, 4 + (i + shift) % 4, 8 + (i + 2 * shift) % 4, 12 + (i + 3 * shift) % 4
                };
                mix(v, at, block[order[2 * i]], block[order[2 * i + 1]]);
            }
        }
        for (int i = 0; i < 8; i++) {
            state[i] ^= v[i] ^ v[i + 8];
        }
    }

    private void mix(long[] v, int[] at, long x, long y) {
        int a = at[0];
        int b = at[1];
        int c = at[2];
        int d = at[3];
        v[a] = (v[a] + v[b] + x) & mask;
        v[d] = turned(v[d] ^ v[a], turns[0]);
        v[c] = (v[c] + v[d]) & mask;
        v[b] = turned(v[b] ^ v[c], turns[1]);
        v[a] = (v[a] + v[b] + y) & mask;
        v[d] = turned(v[d] ^ v[a], turns[2]);
        v[c] = (v[c] + v[d]) & mask;
        v[b] = turned(v[b] ^ v[c], turns[3]);
    }

    private long turned(long word, int right) {
        return ((word >>> right) | (word << (8 * wordBytes - right))) & mask;
    }
}
