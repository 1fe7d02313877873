// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.format.BloomFilterAlgorithm;
import org.apache.parquet.format.BloomFilterCompression;
import org.apache.parquet.format.BloomFilterHash;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.SplitBlockAlgorithm;
import org.apache.parquet.format.Uncompressed;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.XxHash;
import org.apache.parquet.io.api.Binary;

/// Which texts a column chunk has, as a Bloom filter of the format (Parquet, BloomFilter.md): a
/// reader that looks for another one passes over the row group, as the least and the greatest text
/// of rows that are sorted by several tags hardly ever let it.
final class ValueFilter {
    /// Of a hundred texts that are not there, one seems to be.
    private static final double FALSE_POSITIVES = 0.01;

    private final BlockSplitBloomFilter filter;

    /// @param valueCount how many different texts will come
    ValueFilter(int valueCount) {
        int bits = BlockSplitBloomFilter.optimalNumOfBits(valueCount, FALSE_POSITIVES);
        this.filter = new BlockSplitBloomFilter(bits / Byte.SIZE);
    }

    /// Adds a text.
    void add(byte[] text, int start, int end) {
        filter.insertHash(filter.hash(Binary.fromConstantByteArray(text, start, end - start)));
    }

    /// Writes the filter, and where it is into the chunk's metadata.
    void writeTo(PageOutput out, ColumnMetaData chunk) throws IOException {
        BloomFilterHeader header =
                new BloomFilterHeader(
                        filter.getBitsetSize(),
                        BloomFilterAlgorithm.BLOCK(new SplitBlockAlgorithm()),
                        BloomFilterHash.XXHASH(new XxHash()),
                        BloomFilterCompression.UNCOMPRESSED(new Uncompressed()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 + filter.getBitsetSize());
        Util.writeBloomFilterHeader(header, bytes);
        filter.writeTo(bytes);
        chunk.setBloom_filter_offset(out.position());
        chunk.setBloom_filter_length(bytes.size());
        out.raw(bytes.toByteArray(), bytes.size());
    }
}
