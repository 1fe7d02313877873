// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.login;

import dev.sluice.files.FileTrouble;
import dev.sluice.influxctl.tokencache.TokenDocument;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Reads the file that a profile names as `token_file` (admin.md 2.3 and 2.4).
public final class AdminTokenFile {
    /// The largest file that is read.
    static final long FILE_BYTES_MAX = 64 << 10;

    private AdminTokenFile() {}

    /// The token in the file.
    ///
    /// @throws ProblemException `token_file_invalid`, which names the file and what is wrong with
    ///   it
    public static Secret read(Path file) {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw invalid(file, "has over " + FILE_BYTES_MAX + " bytes", null);
            }
            return token(file, Files.readString(file));
        } catch (IOException e) {
            throw invalid(file, "cannot be read: " + FileTrouble.reason(e), e);
        }
    }

    private static Secret token(Path file, String text) {
        try {
            return TokenDocument.read(text, Instant.EPOCH).accessToken();
        } catch (ProblemException e) {
            throw invalid(file, e.problem().message(), e);
        }
    }

    private static ProblemException invalid(Path file, String why, @Nullable Throwable cause) {
        String message =
                "token file "
                        + file
                        + " "
                        + why
                        + "; put the admin token there, or change token_file in the profile";
        return new ProblemException(Problem.invalid("token_file_invalid", message), cause);
    }
}
