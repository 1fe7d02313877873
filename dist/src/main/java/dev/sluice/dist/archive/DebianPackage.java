// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// Writes a tree as a Debian package (deb(5)): an ar archive of the version, the control files and
/// the content, both gzipped tar archives. No tool of Debian is needed, and the same tree gives the
/// same bytes on every system.
///
/// @param data what is installed, relative to `/`
/// @param control control files by name, without `md5sums`, which is made here; what begins with
///   `#!` can be run
/// @param time of everything in it
public record DebianPackage(FileTree data, Map<String, String> control, Instant time) {
    private static final String MAGIC = "!<arch>\n";

    /// Copies the control files.
    public DebianPackage {
        control = Map.copyOf(control);
    }

    /// Writes the package.
    ///
    /// @param scratch a directory of its own, which is emptied
    public void write(Path file, Path scratch) throws IOException {
        FileTree work = FileTree.empty(scratch);
        FileTree controlTree = FileTree.empty(scratch.resolve("control"));
        for (Map.Entry<String, String> entry : new TreeMap<>(control).entrySet()) {
            if (entry.getValue().startsWith("#!")) {
                controlTree.writeExecutable(entry.getKey(), entry.getValue());
            } else {
                controlTree.write(entry.getKey(), entry.getValue());
            }
        }
        controlTree.write("md5sums", sums());
        Path controlArchive = scratch.resolve("control.tar.gz");
        TarGz.write(controlTree, ".", time, controlArchive);
        Path dataArchive = scratch.resolve("data.tar.gz");
        TarGz.write(data, ".", time, dataArchive);
        Path version = Files.write(scratch.resolve("debian-binary"), "2.0\n".getBytes(US_ASCII));
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(MAGIC.getBytes(US_ASCII));
            member(out, version);
            member(out, controlArchive);
            member(out, dataArchive);
        }
        work.delete();
    }

    private void member(OutputStream out, Path file) throws IOException {
        long size = Files.size(file);
        String head =
                "%-16s%-12d%-6d%-6d%-8s%-10d`\n"
                        .formatted(file.getFileName(), time.getEpochSecond(), 0, 0, "100644", size);
        out.write(head.getBytes(US_ASCII));
        Files.copy(file, out);
        if (size % 2 == 1) {
            out.write('\n');
        }
    }

    private String sums() throws IOException {
        StringBuilder sums = new StringBuilder();
        for (FileTree.Entry entry : data.entries()) {
            switch (entry.kind()) {
                case EXECUTABLE, PLAIN ->
                        sums.append(md5(entry.path()))
                                .append("  ")
                                .append(entry.name())
                                .append('\n');
                case DIRECTORY, LINK -> {}
            }
        }
        return sums.toString();
    }

    /// What deb-md5sums(5) wants; nothing relies on it for security.
    private static String md5(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            try (OutputStream out =
                    new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                Files.copy(file, out);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
