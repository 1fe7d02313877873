// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.model.Action;
import dev.sluice.model.Permission;
import dev.sluice.model.Problem;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// The flags that say what a database token may do (admin.md 3.6).
final class DatabaseGrants {
    @Option(
            names = "--read-database",
            paramLabel = "DATABASE_NAME",
            description = "Database to read, \"*\" for all; repeatable.")
    private List<String> readable = new ArrayList<>();

    @Option(
            names = "--write-database",
            paramLabel = "DATABASE_NAME",
            description = "Database to write to, \"*\" for all; repeatable.")
    private List<String> writable = new ArrayList<>();

    /// The rights, those to read first, each in the order of the flags.
    ///
    /// @throws dev.sluice.model.ProblemException `blank_database` for a blank name
    List<Permission> permissions() {
        List<Permission> permissions = new ArrayList<>();
        readable.forEach(name -> permissions.add(permission(Action.READ, name)));
        writable.forEach(name -> permissions.add(permission(Action.WRITE, name)));
        return permissions;
    }

    private static Permission permission(Action action, String name) {
        if (name.isBlank()) {
            throw Problem.invalid("blank_database", "--" + action.word() + "-database needs a name")
                    .asException();
        }
        return new Permission(action, name);
    }
}
