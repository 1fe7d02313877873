// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import dev.sluice.local.process.DetachedProcess;
import dev.sluice.local.process.DetachedProcess.Launch;
import dev.sluice.local.process.Ports;
import dev.sluice.local.process.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One server of this checkout, with its log and pid file in a directory.
public final class ServerProcess {
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

    private final Programs programs;
    private final Waiting waiting;
    private final Path directory;

    /// @param programs what to start
    /// @param waiting asks whether the server answers
    /// @param directory holds log and pid file
    public ServerProcess(Programs programs, Waiting waiting, Path directory) {
        this.programs = programs;
        this.waiting = waiting;
        this.directory = directory;
    }

    /// Where a server on `port` answers.
    public static URI baseUri(int port) {
        return URI.create("http://localhost:" + port);
    }

    /// Starts the server unless it runs, and returns once it is ready for requests.
    ///
    /// @param configuration its configuration file
    /// @param data its data directory
    /// @param port where to listen
    /// @throws dev.sluice.model.ProblemException *conflict* when the port is taken; *unavailable*,
    ///   with the server's own sentence, when it refuses to start
    public DetachedProcess start(Path configuration, Path data, int port)
            throws IOException, InterruptedException {
        URI health = baseUri(port).resolve("/health");
        DetachedProcess running = find();
        if (running != null) {
            waiting.untilReady(running, health, START_PATIENCE);
            return running;
        }
        requireStartable(port);
        DetachedProcess started =
                DetachedProcess.start(
                        launch(
                                programs.sluice().toString(),
                                "serve",
                                "--config",
                                configuration.toString(),
                                "--data-dir",
                                data.toString(),
                                "--port",
                                String.valueOf(port)));
        waiting.untilReady(started, health, START_PATIENCE);
        return started;
    }

    /// Refuses a port that another program holds.
    ///
    /// @throws dev.sluice.model.ProblemException *conflict* when the port is taken, unless by this
    ///   very server
    public void requireStartable(int port) throws IOException {
        if (find() == null) {
            Ports.requireFree(port, "the server", "--port");
        }
    }

    /// The running server, or null.
    public @Nullable DetachedProcess find() throws IOException {
        return DetachedProcess.find(launch());
    }

    /// Ends the server that [#start] began, in good order, and nothing else. Without one, does
    /// nothing.
    public void stop() throws IOException, InterruptedException {
        DetachedProcess running = find();
        if (running != null) {
            running.stop(STOP_PATIENCE);
        }
    }

    private Launch launch(String... command) {
        return new Launch(
                "the server",
                List.of(command),
                programs.serverEnvironment(),
                directory.resolve("log"),
                directory.resolve("pid"));
    }
}
