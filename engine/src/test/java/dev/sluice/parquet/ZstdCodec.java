// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/// Lets parquet-java decompress without Hadoop.
final class ZstdCodec implements CompressionCodecFactory {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("only reads");
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return new Decompressor();
    }

    @Override
    public void release() {
        // Nothing is held.
    }

    private static final class Decompressor implements BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput bytes, int size) throws IOException {
            byte[] compressed = bytes.toInputStream().readAllBytes();
            return BytesInput.from(Zstd.decompress(compressed, size));
        }

        @Override
        public void decompress(ByteBuffer input, int inputSize, ByteBuffer output, int size) {
            byte[] bytes = new byte[inputSize];
            input.get(bytes);
            output.put(Zstd.decompress(bytes, size));
        }

        @Override
        public void release() {
            // Nothing is held.
        }
    }
}
