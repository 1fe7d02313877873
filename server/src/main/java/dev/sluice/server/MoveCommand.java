// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.config.ServerConfig;
import dev.sluice.files.FileTrouble;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `sluice move`: from one machine's data directory to a database and a bucket. The settings are
/// those that the server is to have afterwards; what they name is where everything goes, and what
/// is in the data directory is what goes there.
@Command(
        name = "move",
        description = {
            "Move catalog and data files to the database and the bucket that the settings name.",
            "They are taken from the data directory. The server is stopped for that, and started"
                    + " afterwards with the same settings. Whatever ends the command, it can be"
                    + " run again."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class MoveCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    @Mixin private SettingsOptions options = new SettingsOptions();

    MoveCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        CompletableFuture<Void> told = new CompletableFuture<>();
        Thread.ofVirtual().name("sluice-end").start(() -> awaitEnd(told));
        return new SettingsCommand(surroundings)
                .run(options.source(surroundings.host(), Map.of()), config -> move(config, told));
    }

    private void awaitEnd(CompletableFuture<Void> told) {
        try {
            surroundings.end().await();
            told.complete(null);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void move(ServerConfig config, CompletableFuture<Void> told) {
        MoveReport report = new MoveReport(surroundings.out(), surroundings.terminal());
        try (Opened opened = new Opened()) {
            new Move(config, surroundings.host().until(told), report).run(opened);
        } catch (IOException failed) {
            throw new ProblemException(
                    told.isDone()
                            ? Problem.unavailable(
                                    "move_stopped",
                                    "told to end before everything was moved: run it again to go"
                                            + " on")
                            : Problem.unavailable(
                                    "not_moved",
                                    "not everything was moved: " + FileTrouble.sentence(failed)),
                    failed);
        } finally {
            report.endLine();
        }
    }
}
