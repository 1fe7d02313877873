// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Surroundings;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where `auth setup` takes a client's secret from. Never from an argument, which every other user
/// of the machine can see.
///
/// @param terminal whose standard input `-` stands for
/// @param around holds the variable
record ClientSecretSource(Terminal terminal, Surroundings around) {
    /// The variable that holds the secret where no file is named.
    static final String VARIABLE = "INFLUXCTL_CLIENT_SECRET";

    /// The longest line that is read.
    static final int BYTES_MAX = 4096;

    /// The first line of the file or of standard input, else the variable; null without any.
    ///
    /// Of standard input nothing but that line is read: an answer to a question may follow.
    ///
    /// @param file a path, `-` for standard input, null for neither
    /// @throws ProblemException `client_secret_invalid`, which does not repeat what was read
    @Nullable Secret read(@Nullable String file) {
        if (file == null) {
            String value = around.variable(VARIABLE);
            return value == null ? null : Secret.of(value);
        }
        if (file.equals("-")) {
            return line(terminal.in(), "standard input");
        }
        Path path = around.path(file);
        try (InputStream input = Files.newInputStream(path)) {
            return line(input, path.toString());
        } catch (IOException e) {
            throw refused("cannot read " + path, e);
        }
    }

    private static Secret line(InputStream input, String place) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (int next = input.read(); next != -1 && next != '\n'; next = input.read()) {
                if (line.size() == BYTES_MAX) {
                    throw refused(
                            "the first line of " + place + " has more than " + BYTES_MAX + " bytes",
                            null);
                }
                line.write(next);
            }
        } catch (IOException e) {
            throw refused("cannot read " + place, e);
        }
        String text = line.toString(StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            throw refused("the first line of " + place + " is empty", null);
        }
        return Secret.of(text);
    }

    private static ProblemException refused(String message, @Nullable Throwable cause) {
        Problem problem =
                Problem.invalid("client_secret_invalid", "--client-secret-file: " + message);
        return cause == null ? problem.asException() : new ProblemException(problem, cause);
    }
}
