// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore.google;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32C;

/// CRC-32C as the service writes it: Base64 of four bytes, the highest first.
final class Checksum {
    private static final String NAME = "crc32c=";

    private Checksum() {}

    static String of(byte[] content) {
        CRC32C sum = new CRC32C();
        sum.update(content);
        return text(sum);
    }

    static String of(Path content) throws IOException {
        Stream sum = new Stream(OutputStream.nullOutputStream());
        try (InputStream file = Files.newInputStream(content)) {
            long _ = file.transferTo(sum);
        }
        return text(sum.sum);
    }

    private static String text(CRC32C sum) {
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt((int) sum.getValue()).array();
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// Other bytes came than the service has.
    static final class Mismatch extends IOException {
        private static final long serialVersionUID = 1;

        Mismatch(String got, String has) {
            super("bytes of the checksum " + got + " came, and the service has " + has);
        }
    }

    /// Passes bytes on and adds them up.
    static final class Stream extends FilterOutputStream {
        private final CRC32C sum = new CRC32C();

        Stream(OutputStream target) {
            super(target);
        }

        @Override
        public void write(int value) throws IOException {
            sum.update(value);
            out.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            sum.update(bytes, offset, length);
            out.write(bytes, offset, length);
        }

        /// Requires that they are those that the service has.
        ///
        /// @param hashes of the answer, such as `crc32c=n03x6A==`, each alone or with commas
        /// @throws Mismatch when they are others
        void require(List<String> hashes) throws Mismatch {
            String got = text(sum);
            for (String hash : String.join(",", hashes).split(",", -1)) {
                String has = hash.strip();
                if (has.startsWith(NAME) && !has.substring(NAME.length()).equals(got)) {
                    throw new Mismatch(got, has.substring(NAME.length()));
                }
            }
        }
    }
}
