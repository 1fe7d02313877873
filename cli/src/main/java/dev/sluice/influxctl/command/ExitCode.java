// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

/// How the program ends (admin.md 3.2).
public enum ExitCode {
    /// Everything was done.
    SUCCESS(0),
    /// Something was not done: a failure, a usage error, a declined prompt.
    FAILURE(1),
    /// The user ended it.
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /// The number that the shell sees.
    public int number() {
        return number;
    }
}
