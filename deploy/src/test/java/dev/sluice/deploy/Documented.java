// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.deploy;

import dev.sluice.testkit.Placeholders;
import java.nio.file.Path;

/// Documented files with values in the place of their placeholders.
final class Documented {
    /// The excerpts of the documentation, letter for letter.
    static final Path EXCERPTS =
            Path.of("..", "config", "src", "test", "resources", "dev", "sluice", "config");

    private Documented() {}

    static String text(Path file) {
        return Placeholders.filled(Trees.read(file));
    }
}
