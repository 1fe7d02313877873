// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import dev.sluice.files.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Writes a file that people may edit: once its text is no longer what was written last, it is
/// theirs and stays as it is.
final class GeneratedFile {
    private GeneratedFile() {}

    /// Writes `text` unless the file holds something else than what was written last.
    ///
    /// @param lastDigest what this method returned the last time, null before the first time
    /// @return the digest of what this program wrote last, or would have written
    static String write(Path file, String text, @Nullable String lastDigest) throws IOException {
        if (Files.exists(file) && !digest(Files.readString(file)).equals(lastDigest)) {
            return lastDigest == null ? digest(text) : lastDigest;
        }
        PrivateFiles.write(file, text);
        return digest(text);
    }

    private static String digest(String text) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
