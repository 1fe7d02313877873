// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Who listens at a TCP port of this machine, by what Linux tells in the files below `/proc`. It
/// tells nothing elsewhere, nor of programs that this user may not look into.
final class Listener {
    private static final List<Path> SOCKETS =
            List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    /// Fields of a line of `/proc/net/tcp`, by proc_net(5).
    private static final int LOCAL_ADDRESS = 1;

    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final String LISTENS = "0A";

    private static final Pattern SPACES = Pattern.compile(" +");

    private Listener() {}

    /// The program's name and process id, as a part of a sentence: `influxd, process 4242`.
    static Optional<String> at(int port) {
        try {
            Set<String> links = links(port);
            try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
                return processes
                        .filter(process -> hasOneOf(links, process))
                        .map(Listener::name)
                        .findFirst();
            }
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// What the file descriptors of sockets that listen at a port are links to.
    private static Set<String> links(int port) throws IOException {
        String end = ":%04X".formatted(port);
        var links = new HashSet<String>();
        for (Path sockets : SOCKETS) {
            if (!Files.exists(sockets)) {
                continue;
            }
            for (String line : Files.readAllLines(sockets)) {
                String[] fields = SPACES.split(line.strip(), -1);
                if (fields[LOCAL_ADDRESS].endsWith(end) && fields[STATE].equals(LISTENS)) {
                    links.add("socket:[" + fields[INODE] + "]");
                }
            }
        }
        return links;
    }

    private static boolean hasOneOf(Set<String> links, ProcessHandle process) {
        Path descriptors = LinuxProcess.entry(process.pid()).resolve("fd");
        try (Stream<Path> opened = Files.list(descriptors)) {
            return opened.anyMatch(descriptor -> links.contains(target(descriptor)));
        } catch (IOException | UncheckedIOException _) {
            // It ended meanwhile, or is another user's.
            return false;
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException _) {
            return "";
        }
    }

    private static String name(ProcessHandle process) {
        try {
            String name =
                    Files.readString(LinuxProcess.entry(process.pid()).resolve("comm")).strip();
            return name + ", process " + process.pid();
        } catch (IOException _) {
            return "process " + process.pid();
        }
    }
}
