// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.TokenBody;
import dev.sluice.api.TokenUpdate;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.model.Permission;
import dev.sluice.model.Problem;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `token update` (admin.md 3.7).
@Command(
        name = "update",
        description = "Give a database token other rights, in place of all that it has.")
final class TokenUpdateCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final ProfileSource profiles;
    private final ManagementCalls management;

    @Parameters(index = "0", paramLabel = "TOKEN_ID", description = "The token's id.")
    private String text = "";

    @Mixin private final DatabaseGrants grants = new DatabaseGrants();

    TokenUpdateCommand(Terminal terminal, ProfileSource profiles, ManagementCalls management) {
        this.terminal = terminal;
        this.profiles = profiles;
        this.management = management;
    }

    @Override
    public Integer call() throws InterruptedException {
        UUID id = TokenIds.parse(text);
        List<Permission> permissions = grants.permissions();
        if (permissions.isEmpty()) {
            throw Problem.invalid("nothing_to_update", "give --read-database or --write-database")
                    .asException();
        }
        Profile profile = profiles.chosen();
        TokenBody updated =
                management.call(
                        profile,
                        "update token " + id,
                        client -> client.updateToken(id, new TokenUpdate(null, permissions)));
        terminal.out().println("token " + updated.id() + " successfully updated");
        return ExitCode.SUCCESS.number();
    }
}
