// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.hash.BloomFilter;
import com.google.common.hash.Funnels;
import dev.sluice.objectstore.ObjectPath;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// A Bloom filter over names of objects: says *no* only of a name that is not among them, and *yes*
/// of one in a million others. Its file is what Guava's filter writes, compressed: the kind and the
/// number of hash functions, a byte each, the number of longs, and these, big end first.
final class NameFilter {
    /// So few names too many, for a filter is asked beside hundreds of others.
    private static final double WRONG_YES_RATE = 1e-6;

    /// What a filter may take in memory, where one is at a time.
    static final int BYTES_MAX = 64 << 20;

    /// So that a filter of so many fits: 29 bits a name.
    static final long NAMES_MAX = 18_000_000;

    /// Of a file, before the longs.
    private static final int HEADER_BYTES = 6;

    /// A filter of fewer names is made for so many. Guava takes the bits of a name from two
    /// numbers: in a filter of 64 bits, which is what two names need, one name in a hundred others
    /// would have all of its bits at places that are set.
    private static final long NAMES_MIN = 1_000;

    private final BloomFilter<CharSequence> names;

    private NameFilter(BloomFilter<CharSequence> names) {
        this.names = names;
    }

    /// Makes the filter of a compressed file with a name a line.
    ///
    /// @param count how many there are
    /// @throws IOException also when they are too many
    static NameFilter of(Path list, long count) throws IOException {
        if (count > NAMES_MAX) {
            throw new IOException(
                    "the catalog has " + count + " files; a filter holds " + NAMES_MAX);
        }
        BloomFilter<CharSequence> names =
                BloomFilter.create(
                        Funnels.stringFunnel(UTF_8), Math.max(count, NAMES_MIN), WRONG_YES_RATE);
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(list)), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                boolean _ = names.put(line);
            }
        }
        return new NameFilter(names);
    }

    /// Reads a file to its very end, where the compression has its checksum.
    ///
    /// @throws IOException also when it is no filter, not whole, or too large
    static NameFilter read(Path file) throws IOException {
        try (InputStream in =
                new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
            in.mark(HEADER_BYTES);
            DataInputStream header = new DataInputStream(in);
            header.skipNBytes(HEADER_BYTES - Integer.BYTES);
            long bytes = (long) header.readInt() * Long.BYTES;
            if (bytes < 0 || bytes > BYTES_MAX) {
                throw new IOException("not a filter of names: it would take " + bytes + " bytes");
            }
            in.reset();
            BloomFilter<CharSequence> names = BloomFilter.readFrom(in, Funnels.stringFunnel(UTF_8));
            if (in.read() != -1) {
                throw new IOException("not a filter of names: something follows it");
            }
            return new NameFilter(names);
        }
    }

    void write(OutputStream target) throws IOException {
        try (OutputStream out = new GZIPOutputStream(target)) {
            names.writeTo(out);
        }
    }

    /// Whether a name may be among them.
    boolean mayHave(ObjectPath path) {
        return names.mightContain(path.value());
    }
}
