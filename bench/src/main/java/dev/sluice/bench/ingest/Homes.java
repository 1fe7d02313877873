// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import dev.sluice.local.keycloak.FileTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Gives each turn a directory of its own, and ends the database that was started there, whatever
/// happens.
///
/// @param scratch where the directories are made
public record Homes(Path scratch) {
    /// What a turn does with a database that was just started.
    @FunctionalInterface
    public interface Use<R> {
        /// Uses it.
        ///
        /// @param store is closed afterwards
        R of(Store store) throws IOException, InterruptedException;
    }

    /// Starts a database, uses it, ends it and removes its files.
    public <R> R use(Stores.Starting starting, Use<R> use) throws InterruptedException {
        try {
            Path home = Files.createTempDirectory(scratch, "turn-");
            try (Store store = starting.start(home)) {
                return use.of(store);
            } finally {
                // Once the process has ended, and not before the next one runs.
                FileTrees.delete(home);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
