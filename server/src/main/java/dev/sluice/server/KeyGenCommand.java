// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.auth.AdminTokenFiles;
import dev.sluice.config.ServerConfig;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `sluice key-gen`: the job of that name (admin.md 2.2). A server may run meanwhile; it takes the
/// key pair within seconds.
@Command(
        name = "key-gen",
        description = "Make the key pair of the admin token where there is none.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class KeyGenCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    @Mixin private SettingsOptions options = new SettingsOptions();

    KeyGenCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        return new SettingsCommand(surroundings)
                .run(options.source(surroundings.host(), Map.of()), this::make);
    }

    private void make(ServerConfig config) {
        if (config.internalSigningKey() != null) {
            surroundings.out().println("admin.internalSigningKey is given: nothing to do");
            return;
        }
        AdminTokenFiles files = DataDirectory.adminTokenFiles(config.sluice());
        surroundings
                .out()
                .println(
                        files.makeKeys()
                                ? "made the key pair in " + files.keyDirectory()
                                : "there is a key pair in "
                                        + files.keyDirectory()
                                        + ": nothing to do");
    }
}
