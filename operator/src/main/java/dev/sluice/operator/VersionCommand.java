// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `sluice-operator version`.
@Command(name = "version", description = "Print the version.", mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    VersionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        surroundings.out().println("sluice-operator " + surroundings.version());
        return Main.SUCCEEDED;
    }
}
