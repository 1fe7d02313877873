// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GeneratedPasswordTest {
    private final GeneratedPassword passwords = new GeneratedPassword(new SecureRandom());

    @TempDir Path directory;

    @Test
    void staysTheSameForOneFile() throws IOException {
        Path file = directory.resolve("secrets/ada");

        assertThat(passwords.keptIn(file)).isEqualTo(passwords.keptIn(file));
    }

    @Test
    void differsForEachFile() throws IOException {
        assertThat(passwords.keptIn(directory.resolve("ada")))
                .isNotEqualTo(passwords.keptIn(directory.resolve("bob")));
    }

    @Test
    void isReadByItsOwnerAlone() throws IOException {
        Path file = directory.resolve("secrets/ada");
        passwords.keptIn(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file).content().matches("[a-z2-9]{5}(-[a-z2-9]{5}){3}\\R");
    }
}
