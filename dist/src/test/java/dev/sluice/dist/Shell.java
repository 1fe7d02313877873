// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Runs commands with nothing of this process's environment: no `JAVA_HOME`, and of the system only
/// what `PATH` says.
///
/// @param home where programs keep what is the user's
/// @param path where they find other programs
record Shell(Path home, String path) {
    /// Has the tools that pack and unpack.
    static Shell system(Path home) {
        return new Shell(home, "/usr/bin:/bin");
    }

    /// Has what the packages may expect: a shell, which `#!` names, and `readlink`. Should they
    /// look for a `java`, they find none.
    static Shell bare(Path home) throws IOException {
        Path tools = Files.createDirectory(home.resolve("tools"));
        Files.createSymbolicLink(tools.resolve("readlink"), Path.of("/usr/bin/readlink"));
        return new Shell(home, tools.toString());
    }

    /// How a command ended.
    record Ended(int status, String output, String talk) {
        /// What a command that has to succeed printed.
        String ok() {
            assertThat(status).as(talk).isZero();
            return output;
        }
    }

    Ended run(Path program, String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(home, "output", "");
        Path talk = Files.createTempFile(home, "talk", "");
        Process process =
                builder(program, arguments)
                        .redirectOutput(output.toFile())
                        .redirectError(talk.toFile())
                        .start();
        int status = process.waitFor();
        return new Ended(status, Files.readString(output, UTF_8), Files.readString(talk, UTF_8));
    }

    /// A command that has not been started.
    ProcessBuilder builder(Path program, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(program.toString());
        builder.command().addAll(List.of(arguments));
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", path, "HOME", home.toString()));
        return builder.directory(home.toFile());
    }
}
