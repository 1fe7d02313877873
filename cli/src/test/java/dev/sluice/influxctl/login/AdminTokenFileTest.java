// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The admin token's file (admin.md 2.3 and 2.4).
final class AdminTokenFileTest {
    @TempDir private Path directory;

    @Test
    void readsTheTokenThatTheClusterWrote() throws IOException {
        Path file =
                Files.writeString(
                        file(),
                        "{\"access_token\":\"eyJ.a.b\",\"expiry\":\"2035-01-01T00:00:00Z\"}\n");

        assertThat(AdminTokenFile.read(file)).isEqualTo(Secret.of("eyJ.a.b"));
    }

    @Test
    void namesAMissingFile() {
        assertRefused("cannot be read: there is no such file");
    }

    @Test
    void namesAnEmptyFile() throws IOException {
        Files.writeString(file(), "\n");

        assertRefused("is empty");
    }

    @Test
    void namesADirectory() throws IOException {
        Files.createDirectory(file());

        assertRefused("cannot be read");
    }

    @Test
    void namesAFileThatIsNotUtf8() throws IOException {
        Files.write(file(), new byte[] {-1, -2});

        assertRefused("cannot be read: it is not UTF-8");
    }

    @Test
    void namesAFileOfUnlikelySize() throws IOException {
        Files.writeString(file(), "x".repeat((int) AdminTokenFile.FILE_BYTES_MAX + 1));

        assertRefused("has over 65536 bytes");
    }

    private void assertRefused(String complaint) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> AdminTokenFile.read(file()))
                .withMessage(
                        "token file "
                                + file()
                                + " "
                                + complaint
                                + detail(complaint)
                                + "; put the admin token there, or change token_file in the profile");
    }

    private static String detail(String complaint) {
        return complaint.equals("cannot be read") ? ": Is a directory" : "";
    }

    private Path file() {
        return directory.resolve("token.json");
    }
}
