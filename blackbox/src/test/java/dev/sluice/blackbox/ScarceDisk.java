// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import dev.sluice.local.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A way to run the server with little room for its data, and to give it more, without being root.
sealed interface ScarceDisk extends AutoCloseable {
    /// Enough for catalog, log and a restart; the writes of a test go beyond it.
    int MEBIBYTES = 16;

    /// The programs of the checkout, the server of which has little room.
    Programs programs();

    /// What the system says of a write that finds no room.
    String complaint();

    /// Takes the room from a running server that has more than it should.
    ///
    /// @param server its process id
    void squeeze(long server) throws IOException, InterruptedException;

    /// Gives a running server room again.
    ///
    /// @param server its process id
    void makeRoom(long server) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;

    private static void run(List<String> command) throws IOException, InterruptedException {
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException(command.getFirst() + " ended with status " + status);
        }
    }

    /// No file of a running server may grow beyond the limit any more: works everywhere.
    record FileSizeLimit() implements ScarceDisk {
        @Override
        public Programs programs() {
            return Checkout.PROGRAMS;
        }

        @Override
        public String complaint() {
            return "File too large";
        }

        @Override
        public void squeeze(long server) throws IOException, InterruptedException {
            limit(server, String.valueOf((long) MEBIBYTES << 20));
        }

        @Override
        public void makeRoom(long server) throws IOException, InterruptedException {
            limit(server, "unlimited");
        }

        /// Sets the soft limit alone, which can be raised again.
        private static void limit(long server, String size)
                throws IOException, InterruptedException {
            run(List.of("prlimit", "--pid", "" + server, "--fsize=" + size + ":"));
        }

        @Override
        public void close() {}
    }

    /// A file system of its own, in a name space that a process keeps: a disk that is really full.
    final class SmallFileSystem implements ScarceDisk {
        private final Process keeper;
        private final Path data;
        private final Programs programs;

        private SmallFileSystem(Process keeper, Path data, Path directory) throws IOException {
            this.keeper = keeper;
            this.data = data;
            this.programs = new Programs(directory);
            Path command = directory.resolve("sluice");
            Files.writeString(
                    command,
                    "#!/bin/sh\nexec "
                            + String.join(" ", entering())
                            + " -- '"
                            + Checkout.PROGRAMS.sluice()
                            + "' \"$@\"\n");
            Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
        }

        /// Mounts it over a data directory, with what is there.
        ///
        /// @return null where the system lets nobody but root do that
        static @Nullable SmallFileSystem over(Path data, Path directory) throws IOException {
            String script =
                    """
                    mkdir -p '%1$s' && mount -t tmpfs -o size=%3$dm none '%1$s' \
                    && cp -a '%2$s/.' '%1$s/' && mount --bind '%1$s' '%2$s' && echo mounted && exec cat
                    """
                            .formatted(directory.resolve("mount"), data, MEBIBYTES);
            Process keeper =
                    new ProcessBuilder(
                                    "unshare",
                                    "--user",
                                    "--map-root-user",
                                    "--mount",
                                    "sh",
                                    "-c",
                                    script)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            BufferedReader words = keeper.inputReader();
            if ("mounted".equals(words.readLine())) {
                return new SmallFileSystem(keeper, data, directory);
            }
            keeper.destroyForcibly();
            return null;
        }

        @Override
        public Programs programs() {
            return programs;
        }

        @Override
        public String complaint() {
            return "No space left on device";
        }

        @Override
        public void squeeze(long server) {}

        @Override
        public void makeRoom(long server) throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(entering());
            command.addAll(List.of("mount", "-o", "remount,size=512m", "none", data.toString()));
            run(command);
        }

        /// The file system ends with the last process in its name space.
        @Override
        public void close() {
            keeper.destroyForcibly();
        }

        private List<String> entering() {
            return List.of(
                    "nsenter",
                    "--target",
                    String.valueOf(keeper.pid()),
                    "--user",
                    "--mount",
                    "--preserve-credentials");
        }
    }
}
