// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.process;

import dev.sluice.files.PrivateFiles;
import dev.sluice.model.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A program that goes on running after this one has ended, and that a later call finds again.
///
/// A process id alone can be reused by a stranger, so the pid file keeps the birth as well: nothing
/// that this project did not start is ever signalled.
public final class DetachedProcess {
    /// How far two readings of one process's start time may lie apart where only the clock tells
    /// it, which may be set a little in between.
    private static final Duration START_TIME_TOLERANCE = Duration.ofSeconds(3);

    /// A birth in milliseconds since 1970, not in the kernel's count.
    private static final Pattern BY_THE_CLOCK = Pattern.compile("\\d+");

    private static final Duration KILL_PATIENCE = Duration.ofSeconds(30);
    private static final int LOG_TAIL_BYTES_MAX = 16 * 1024;

    private final ProcessHandle handle;
    private final Launch launch;

    private DetachedProcess(ProcessHandle handle, Launch launch) {
        this.handle = handle;
        this.launch = launch;
    }

    /// What to start and where it leaves its traces.
    ///
    /// @param name how a person calls the program, for messages
    /// @param command program and arguments
    /// @param environment added to the environment of this process
    /// @param log receives standard output and standard error, from its beginning
    /// @param pidFile where the process is noted, to be found again
    public record Launch(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path log,
            Path pidFile) {
        public Launch {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    /// Starts the program with no input and no terminal. One that cannot be executed is a process
    /// that ends at once, with the reason as its last words.
    public static DetachedProcess start(Launch launch) throws IOException {
        Files.createDirectories(parentOf(launch.log()));
        Files.createDirectories(parentOf(launch.pidFile()));
        var builder =
                new ProcessBuilder(OwnSession.of(launch.command()))
                        .redirectInput(ProcessBuilder.Redirect.from(OwnSession.NO_INPUT.toFile()))
                        .redirectErrorStream(true)
                        .redirectOutput(launch.log().toFile());
        builder.environment().putAll(launch.environment());
        ProcessHandle handle = builder.start().toHandle();
        PrivateFiles.write(
                launch.pidFile(), handle.pid() + " " + birth(handle) + System.lineSeparator());
        return new DetachedProcess(handle, launch);
    }

    /// The process that `launch` noted earlier, or null when it no longer runs.
    public static @Nullable DetachedProcess find(Launch launch) throws IOException {
        if (!Files.exists(launch.pidFile())) {
            return null;
        }
        String noted = Files.readString(launch.pidFile()).strip();
        int space = noted.indexOf(' ');
        try {
            long pid = Long.parseLong(noted.substring(0, Math.max(space, 0)));
            String birth = noted.substring(space + 1);
            return ProcessHandle.of(pid)
                    .filter(handle -> isBornAt(handle, birth))
                    .map(handle -> new DetachedProcess(handle, launch))
                    .filter(DetachedProcess::isAlive)
                    .orElse(null);
        } catch (NumberFormatException _) {
            return null;
        }
    }

    /// The operating system's number of the process.
    public long pid() {
        return handle.pid();
    }

    /// Whether it still runs, or still holds its files and ports. A process that has ended but was
    /// not collected by its parent, as happens in containers, does not count.
    public boolean isAlive() {
        return handle.isAlive() && !LinuxProcess.isUncollected(pid());
    }

    /// Waits until the process ends, at most for `patience`.
    ///
    /// @return whether it has ended
    public boolean awaitEnd(Duration patience) throws InterruptedException {
        if (!isAlive()) {
            return true;
        }
        CompletableFuture<ProcessHandle> end = handle.onExit();
        try {
            end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return !isAlive();
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for process " + pid(), e);
        }
    }

    /// Asks the process to end, waits at most for `patience`, then insists.
    public void stop(Duration patience) throws IOException, InterruptedException {
        handle.destroy();
        var since = new Stopwatch();
        while (!awaitEnd(Waiting.STEP)) {
            if (since.isPast(patience)) {
                kill();
                return;
            }
        }
        Files.deleteIfExists(launch.pidFile());
    }

    /// Ends the process and what it started at once, as a crash would.
    ///
    /// @throws dev.sluice.model.ProblemException *unavailable* when the system does not end it
    public void kill() throws IOException, InterruptedException {
        List<ProcessHandle> started;
        try (Stream<ProcessHandle> descendants = handle.descendants()) {
            started = descendants.toList();
        }
        handle.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
        var since = new Stopwatch();
        while (!awaitEnd(Waiting.STEP)) {
            if (since.isPast(KILL_PATIENCE)) {
                throw Problem.unavailable(
                                "process_not_ended",
                                "%s, process %d, does not end; end it by hand"
                                        .formatted(launch.name(), pid()))
                        .asException();
            }
        }
        Files.deleteIfExists(launch.pidFile());
    }

    /// The last line that the program wrote, or an empty text.
    public String lastWords() throws IOException {
        return lastLine(launch.log());
    }

    /// What started it.
    public Launch launch() {
        return launch;
    }

    private static String lastLine(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        try (InputStream text = Files.newInputStream(log)) {
            text.skipNBytes(Math.max(0, Files.size(log) - LOG_TAIL_BYTES_MAX));
            return new String(text.readNBytes(LOG_TAIL_BYTES_MAX), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .reduce("", (_, last) -> last);
        }
    }

    /// Tells the process from others that had or will have its number.
    private static String birth(ProcessHandle handle) {
        String birth = LinuxProcess.birth(handle.pid());
        return birth == null ? String.valueOf(startMillis(handle)) : birth;
    }

    private static boolean isBornAt(ProcessHandle handle, String birth) {
        if (birth.equals(LinuxProcess.birth(handle.pid()))) {
            return true;
        }
        return BY_THE_CLOCK.matcher(birth).matches()
                && Math.abs(startMillis(handle) - Long.parseLong(birth))
                        <= START_TIME_TOLERANCE.toMillis();
    }

    private static long startMillis(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static Path parentOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("no directory above " + file);
        }
        return parent;
    }
}
