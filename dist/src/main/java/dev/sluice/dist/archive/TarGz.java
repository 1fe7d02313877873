// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/// Writes a tree as a gzipped tar archive in the form ustar (POSIX.1-1988): sorted, owned by root,
/// one time for all, so that the same tree gives the same bytes.
public final class TarGz {
    private static final int BLOCK = 512;
    private static final int NAME_BYTES_MAX = 100;
    private static final int PREFIX_BYTES_MAX = 155;
    private static final int RECORD = 20 * BLOCK;
    private static final int GZIP_BUFFER = 64 << 10;

    private final OutputStream out;
    private final long seconds;
    private long written;

    private TarGz(OutputStream out, Instant time) {
        this.out = out;
        this.seconds = time.getEpochSecond();
    }

    /// Writes the archive.
    ///
    /// @param top goes before every name: `sluice-1.0` or `.`
    /// @throws IOException also for a name that does not fit into the form
    public static void write(FileTree tree, String top, Instant time, Path file)
            throws IOException {
        try (OutputStream out =
                new GZIPOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(file)), GZIP_BUFFER)) {
            TarGz tar = new TarGz(out, time);
            tar.header(top + "/", 0755, 0, '5', "");
            for (FileTree.Entry entry : tree.entries()) {
                tar.entry(top + "/" + entry.name(), entry);
            }
            tar.finish();
        }
    }

    private void entry(String name, FileTree.Entry entry) throws IOException {
        switch (entry.kind()) {
            case DIRECTORY -> header(name + "/", 0755, 0, '5', "");
            case LINK ->
                    header(name, 0777, 0, '2', Files.readSymbolicLink(entry.path()).toString());
            case EXECUTABLE -> content(name, 0755, entry.path());
            case PLAIN -> content(name, 0644, entry.path());
        }
    }

    private void content(String name, int mode, Path file) throws IOException {
        long size = Files.size(file);
        header(name, mode, size, '0', "");
        Files.copy(file, out);
        written += size;
        pad(BLOCK);
    }

    private void header(String name, int mode, long size, char type, String link)
            throws IOException {
        byte[] block = new byte[BLOCK];
        int slash = split(name);
        put(block, 0, NAME_BYTES_MAX, name.substring(slash == 0 ? 0 : slash + 1));
        octal(block, 100, 8, mode);
        octal(block, 108, 8, 0);
        octal(block, 116, 8, 0);
        octal(block, 124, 12, size);
        octal(block, 136, 12, seconds);
        Arrays.fill(block, 148, 156, (byte) ' ');
        block[156] = (byte) type;
        put(block, 157, NAME_BYTES_MAX, link);
        put(block, 257, 8, "ustar\00000");
        put(block, 265, 32, "root");
        put(block, 297, 32, "root");
        put(block, 345, PREFIX_BYTES_MAX, name.substring(0, slash));
        int sum = 0;
        for (byte value : block) {
            sum += value & 0xff;
        }
        octal(block, 148, 7, sum);
        out.write(block);
        written += BLOCK;
    }

    /// Where a long name is cut into prefix and name; 0 leaves it whole.
    private static int split(String name) throws IOException {
        if (name.getBytes(UTF_8).length <= NAME_BYTES_MAX) {
            return 0;
        }
        for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
            boolean fits =
                    name.substring(slash + 1).getBytes(UTF_8).length <= NAME_BYTES_MAX
                            && slash + 1 < name.length()
                            && name.substring(0, slash).getBytes(UTF_8).length <= PREFIX_BYTES_MAX;
            if (fits) {
                return slash;
            }
        }
        throw new IOException("the name is too long for a tar archive: " + name);
    }

    private static void put(byte[] block, int at, int room, String words) throws IOException {
        byte[] bytes = words.getBytes(UTF_8);
        if (bytes.length > room) {
            throw new IOException("too long for a tar archive: " + words);
        }
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    private static void octal(byte[] block, int at, int room, long number) throws IOException {
        String digits = Long.toOctalString(number);
        put(block, at, room - 1, "0".repeat(Math.max(0, room - 1 - digits.length())) + digits);
        block[at + room - 1] = 0;
    }

    private void finish() throws IOException {
        out.write(new byte[2 * BLOCK]);
        written += 2 * BLOCK;
        pad(RECORD);
    }

    private void pad(int unit) throws IOException {
        int over = (int) (written % unit);
        if (over > 0) {
            out.write(new byte[unit - over]);
            written += unit - over;
        }
    }
}
