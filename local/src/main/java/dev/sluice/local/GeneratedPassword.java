// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import dev.sluice.files.PrivateFiles;
import dev.sluice.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Passwords that nobody chose: four groups of five letters and digits, about 98 random bits, none
/// of them easily mistaken for another.
final class GeneratedPassword {
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int GROUPS = 4;
    private static final int GROUP_LENGTH = 5;

    private final SecureRandom random;

    GeneratedPassword(SecureRandom random) {
        this.random = random;
    }

    /// The password kept in `file`; where there is none, a new one is made and kept there, readable
    /// by its owner alone.
    Secret keptIn(Path file) throws IOException {
        if (!Files.exists(file)) {
            PrivateFiles.write(file, create() + System.lineSeparator());
        }
        return Secret.of(Files.readString(file).strip());
    }

    private String create() {
        return IntStream.range(0, GROUPS).mapToObj(_ -> group()).collect(Collectors.joining("-"));
    }

    private String group() {
        return random.ints(GROUP_LENGTH, 0, LETTERS.length())
                .mapToObj(index -> String.valueOf(LETTERS.charAt(index)))
                .collect(Collectors.joining());
    }
}
