// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.influxctl.output.Terminal;
import dev.sluice.model.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// An argument that is the text itself, the path of a file or pipe with the text, or `-` for
/// standard input (admin.md 3.7).
final class InputArgument {
    /// The longest text that is read as a whole.
    static final int TEXT_BYTES_MAX = 4 << 20;

    private InputArgument() {}

    /// The bytes that the argument stands for; whoever opened it closes it.
    ///
    /// @throws dev.sluice.model.ProblemException `input_is_directory` for the name of a directory
    static InputStream open(String argument, Terminal terminal) throws IOException {
        if (argument.equals("-")) {
            return terminal.in();
        }
        Path file = file(argument);
        return file == null
                ? new ByteArrayInputStream(argument.getBytes(StandardCharsets.UTF_8))
                : Files.newInputStream(file);
    }

    /// Whether the argument is the text itself.
    static boolean isText(String argument) {
        return !argument.equals("-") && file(argument) == null;
    }

    /// How many bytes the argument stands for, null where only its end will tell.
    static @Nullable Long size(String argument) throws IOException {
        Path file = file(argument);
        return file == null || !Files.isRegularFile(file) ? null : Files.size(file);
    }

    /// The text that the argument stands for.
    ///
    /// @throws dev.sluice.model.ProblemException `input_too_large` past [#TEXT_BYTES_MAX]
    static String text(String argument, Terminal terminal) throws IOException {
        try (InputStream input = open(argument, terminal)) {
            byte[] bytes = input.readNBytes(TEXT_BYTES_MAX + 1);
            if (bytes.length > TEXT_BYTES_MAX) {
                throw Problem.tooLarge(
                                "input_too_large",
                                "the input has more than " + TEXT_BYTES_MAX + " bytes")
                        .asException();
            }
            return new String(bytes, StandardCharsets.UTF_8).strip();
        }
    }

    /// The file or pipe of that name, null where there is none.
    ///
    /// @throws dev.sluice.model.ProblemException `input_is_directory` for the name of a directory;
    ///   no text that means something is one word
    private static @Nullable Path file(String argument) {
        try {
            Path path = Path.of(argument);
            if (!Files.isDirectory(path)) {
                // Also the pipe that a shell makes of <(command).
                return Files.exists(path) ? path : null;
            }
        } catch (InvalidPathException _) {
            return null;
        }
        if (argument.isBlank() || argument.indexOf(' ') >= 0) {
            return null;
        }
        throw Problem.invalid(
                        "input_is_directory",
                        "\"" + argument + "\" is a directory, where a file or a text is wanted")
                .asException();
    }
}
