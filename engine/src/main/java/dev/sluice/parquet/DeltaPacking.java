// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

/// DELTA_BINARY_PACKED (parquet-format, Encodings): differences to the one before, less the
/// smallest of the block, packed as narrow as each miniblock allows. Regular times take a few bytes
/// a block. Not safe for threads.
final class DeltaPacking {
    private static final int BLOCK = 128;
    private static final int MINIBLOCKS = 4;
    private static final int MINIBLOCK = BLOCK / MINIBLOCKS;

    private final long[] deltas = new long[BLOCK];

    /// Writes `values[from..to)`; differences wrap around, as readers undo.
    void write(long[] values, int from, int to, ByteSink sink) {
        sink.putVarint(BLOCK);
        sink.putVarint(MINIBLOCKS);
        sink.putVarint(to - from);
        sink.putZigzag(from < to ? values[from] : 0);
        for (int row = from + 1; row < to; row += BLOCK) {
            int count = Math.min(BLOCK, to - row);
            long min = Long.MAX_VALUE;
            long max = Long.MIN_VALUE;
            for (int i = 0; i < count; i++) {
                long delta = values[row + i] - values[row + i - 1];
                deltas[i] = delta;
                min = Math.min(min, delta);
                max = Math.max(max, delta);
            }
            sink.putZigzag(min);
            if (min == max) {
                sink.putInt(0);
            } else {
                packBlock(min, count, sink);
            }
        }
    }

    private void packBlock(long min, int count, ByteSink sink) {
        int widths = sink.reserve(MINIBLOCKS);
        for (int i = 0; i < MINIBLOCKS; i++) {
            int from = Math.min(count, i * MINIBLOCK);
            int to = Math.min(count, from + MINIBLOCK);
            long all = 0;
            for (int k = from; k < to; k++) {
                deltas[k] -= min;
                all |= deltas[k];
            }
            int width = Long.SIZE - Long.numberOfLeadingZeros(all);
            sink.bytes()[widths + i] = (byte) width;
            if (width > 0) {
                BitPacking.pack(deltas, from, to, MINIBLOCK, width, sink);
            }
        }
    }
}
