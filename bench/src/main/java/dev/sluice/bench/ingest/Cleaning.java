// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import dev.sluice.local.keycloak.FileTrees;
import dev.sluice.local.process.DetachedProcess;
import dev.sluice.local.process.DetachedProcess.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Sees to it that nothing is left of a run, also when this program is ended in the middle of it:
/// the databases are in sessions of their own and would go on running. Closing it cleans.
///
/// @param scratch the directory of the run, which holds one directory for each turn
/// @param hook cleans when this program ends
public record Cleaning(Path scratch, Thread hook) implements AutoCloseable {
    /// Begins to watch.
    public static Cleaning of(Path scratch) {
        Thread hook = Thread.ofPlatform().name("cleaning").unstarted(() -> clean(scratch));
        Runtime.getRuntime().addShutdownHook(hook);
        return new Cleaning(scratch, hook);
    }

    /// How the database of a turn is started, so that it is found again.
    ///
    /// @param home the directory of the turn
    static Launch launch(Path home, String name, List<String> command, Map<String, String> env) {
        return new Launch(name, command, env, home.resolve("server.log"), home.resolve("pid"));
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // This program ends already, and the hook runs.
            return;
        }
        clean(scratch);
    }

    private static void clean(Path scratch) {
        try {
            List<Path> homes;
            try (Stream<Path> inner = Files.list(scratch)) {
                homes = inner.toList();
            }
            for (Path home : homes) {
                DetachedProcess running =
                        DetachedProcess.find(launch(home, "a database", List.of(), Map.of()));
                if (running != null) {
                    running.kill();
                }
            }
            FileTrees.delete(scratch);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
