// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import dev.sluice.local.process.DetachedProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/// What is the same of every database that runs as a process and listens on the loopback interface.
/// For one thread.
abstract class ProcessStore implements Store {
    private final StoreHttp http = new StoreHttp();
    private final Path directory;
    private final int port;
    private final String question;
    private final Duration stopPatience;
    private DetachedProcess process;

    /// @param directory its own
    /// @param port where it listens
    /// @param question a path with a query that it answers once it is ready
    /// @param stopPatience how long it may take to end
    ProcessStore(
            Path directory,
            int port,
            DetachedProcess process,
            String question,
            Duration stopPatience) {
        this.directory = directory;
        this.port = port;
        this.process = process;
        this.question = question;
        this.stopPatience = stopPatience;
    }

    /// Waits until it answers.
    final void awaitReady() throws IOException, InterruptedException {
        http.waiting()
                .untilReady(
                        process,
                        base().resolve(question),
                        Duration.ofSeconds(START_PATIENCE_SECONDS));
    }

    final StoreHttp http() {
        return http;
    }

    final Path directory() {
        return directory;
    }

    final int port() {
        return port;
    }

    final URI base() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public final DetachedProcess process() {
        return process;
    }

    @Override
    public final InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    @Override
    public final void kill() throws IOException, InterruptedException {
        process.kill();
    }

    @Override
    public final void startAgain() throws IOException, InterruptedException {
        process = DetachedProcess.start(process.launch());
        awaitReady();
    }

    @Override
    public final void close() throws IOException {
        Stopped.stop(process, stopPatience);
    }
}
