// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// Compares a text with a file that was looked at by a person: `src/test/golden/` of the module
/// under test. `-Dgolden=update` rewrites the files; the difference is then reviewed like code.
public final class Golden {
    private static final Path DIRECTORY = Path.of("src", "test", "golden");

    private Golden() {}

    /// Fails unless the file holds exactly `actual`.
    ///
    /// @param name the file's name below the directory, such as `token-list.txt`
    public static void check(String name, String actual) {
        check(DIRECTORY.resolve(name), actual);
    }

    /// Fails unless a file anywhere in the checkout holds exactly `actual`.
    public static void check(Path file, String actual) {
        try {
            if ("update".equals(System.getProperty("golden"))) {
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                Files.writeString(file, actual);
            }
            assertThat(file)
                    .as("golden file; run with -Dgolden=update to write it")
                    .isRegularFile();
            assertThat(actual).as(file.toString()).isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
