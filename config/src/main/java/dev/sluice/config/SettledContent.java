// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/// What is in some files, look after look, known by its digest. Links are followed, so that a
/// swapped link is a change. A file that is missing or cannot be read is a content like any other.
final class SettledContent {
    /// No file of settings, keys or certificates is larger; of a larger one only the beginning
    /// counts.
    private static final int BYTES_MAX = (4 << 20) + 1;

    private final Supplier<List<Path>> files;
    private String seen = "";
    private String told = "";

    SettledContent(List<Path> files) {
        this(() -> files);
    }

    /// @param files asked at every look
    SettledContent(Supplier<List<Path>> files) {
        this.files = files;
    }

    /// Looks, and says whether the content is other than the one that was told last, and was found
    /// at two looks in a row: what changes from look to look is still being written.
    boolean changed() {
        String before = seen;
        seen = digest();
        return seen.equals(before) && !seen.equals(told);
    }

    /// Says that the content of the last look was told.
    void told() {
        told = seen;
    }

    private String digest() {
        MessageDigest digest = sha256();
        for (Path file : files.get()) {
            try (InputStream stream = Files.newInputStream(file)) {
                byte[] content = stream.readNBytes(BYTES_MAX);
                digest.update(lengthOf(content.length));
                digest.update(content);
            } catch (NoSuchFileException _) {
                digest.update(lengthOf(-1));
            } catch (IOException _) {
                digest.update(lengthOf(-2));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static ByteBuffer lengthOf(int length) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(0, length);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
