// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import org.apache.parquet.format.Encoding;

/// How words are written.
enum WordEncoding {
    /// Eight bytes each, as they are.
    PLAIN(Encoding.PLAIN),
    /// A bit each.
    BITS(Encoding.PLAIN),
    /// As packed differences.
    DELTA(Encoding.DELTA_BINARY_PACKED),
    /// All first bytes, all second bytes, and so on.
    SPLIT(Encoding.BYTE_STREAM_SPLIT),
    /// As numbers of a dictionary.
    DICTIONARY(Encoding.RLE_DICTIONARY);

    private final Encoding format;

    WordEncoding(Encoding format) {
        this.format = format;
    }

    /// What Parquet calls it.
    Encoding format() {
        return format;
    }
}
