// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/// BLAKE3 with 256 bits, without a key, as its specification describes it.
final class Blake3 {
    private static final int[] START = {
        0x6a09e667,
        0xbb67ae85,
        0x3c6ef372,
        0xa54ff53a,
        0x510e527f,
        0x9b05688c,
        0x1f83d9ab,
        0x5be0cd19
    };

    private static final int[] ORDER = {2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8};
    private static final int ROUNDS = 7;
    private static final int BLOCK_BYTES = 64;
    private static final int CHUNK_BYTES = 1024;
    private static final int CHUNK_START = 1;
    private static final int CHUNK_END = 2;
    private static final int PARENT = 4;
    private static final int ROOT = 8;

    private Blake3() {}

    static byte[] hash(byte[] message) {
        Deque<int[]> left = new ArrayDeque<>();
        int chunks = Math.max(1, (message.length + CHUNK_BYTES - 1) / CHUNK_BYTES);
        for (int chunk = 0; chunk < chunks - 1; chunk++) {
            int[] value = chunk(message, chunk, 0);
            for (int total = chunk + 1; (total & 1) == 0; total >>= 1) {
                value = parent(left.pop(), value, 0);
            }
            left.push(value);
        }
        int[] value = chunk(message, chunks - 1, left.isEmpty() ? ROOT : 0);
        while (!left.isEmpty()) {
            int[] sibling = left.pop();
            value = parent(sibling, value, left.isEmpty() ? ROOT : 0);
        }
        byte[] result = new byte[Integer.BYTES * value.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) (value[i / Integer.BYTES] >>> (8 * (i % Integer.BYTES)));
        }
        return result;
    }

    private static int[] chunk(byte[] message, int chunk, int last) {
        int from = chunk * CHUNK_BYTES;
        int length = Math.min(CHUNK_BYTES, message.length - from);
        int blocks = Math.max(1, (length + BLOCK_BYTES - 1) / BLOCK_BYTES);
        int[] value = START;
        for (int block = 0; block < blocks; block++) {
            int start = from + block * BLOCK_BYTES;
            int bytes = Math.min(BLOCK_BYTES, from + length - start);
            int flags =
                    (block == 0 ? CHUNK_START : 0) | (block == blocks - 1 ? CHUNK_END | last : 0);
            value = compress(value, words(message, start, bytes), chunk, bytes, flags);
        }
        return value;
    }

    private static int[] words(byte[] message, int from, int length) {
        int[] words = new int[16];
        for (int i = 0; i < length; i++) {
            words[i / Integer.BYTES] |= (message[from + i] & 0xff) << (8 * (i % Integer.BYTES));
        }
        return words;
    }

    private static int[] parent(int[] left, int[] right, int last) {
        int[] block = Arrays.copyOf(left, 16);
        System.arraycopy(right, 0, block, 8, 8);
        return compress(START, block, 0, BLOCK_BYTES, PARENT | last);
    }

    private static int[] compress(int[] chained, int[] block, int counter, int bytes, int flags) {
        int[] v = Arrays.copyOf(chained, 16);
        System.arraycopy(START, 0, v, 8, 4);
        v[12] = counter;
        v[14] = bytes;
        v[15] = flags;
        int[] m = block;
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < 8; i++) {
                int shift = i < 4 ? 0 : 1;
                int[] at = {
                    i % 4, 4 + (i + shift) % 4, 8 + (i + 2 * shift) % 4, 12 + (i + 3 * shift) % 4
                };
                mix(v, at, m[2 * i], m[2 * i + 1]);
            }
            m = reordered(m);
        }
        int[] result = new int[8];
        for (int i = 0; i < result.length; i++) {
            result[i] = v[i] ^ v[i + 8];
        }
        return result;
    }

    private static int[] reordered(int[] words) {
        int[] next = new int[words.length];
        for (int i = 0; i < next.length; i++) {
            next[i] = words[ORDER[i]];
        }
        return next;
    }

    private static void mix(int[] v, int[] at, int x, int y) {
        int a = at[0];
        int b = at[1];
        int c = at[2];
        int d = at[3];
        v[a] += v[b] + x;
        v[d] = Integer.rotateRight(v[d] ^ v[a], 16);
        v[c] += v[d];
        v[b] = Integer.rotateRight(v[b] ^ v[c], 12);
        v[a] += v[b] + y;
        v[d] = Integer.rotateRight(v[d] ^ v[a], 8);
        v[c] += v[d];
        v[b] = Integer.rotateRight(v[b] ^ v[c], 7);
    }
}
