// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.TokenBody;
import dev.sluice.influxctl.output.JsonOutput;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.output.TextTable;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.model.Permission;
import dev.sluice.model.Problem;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `token get` (admin.md 3.7).
@Command(name = "get", description = "Show a database token, without its text.")
final class TokenGetCommand implements Callable<Integer> {
    @Mixin private final FormatOption format = new FormatOption();
    private final Terminal terminal;
    private final ProfileSource profiles;
    private final ManagementCalls management;

    @Parameters(paramLabel = "TOKEN_ID", description = "The token's id.")
    private String idText = "";

    @Option(names = "--include-revoked", description = "Show it even if it is revoked.")
    private boolean includeRevoked;

    TokenGetCommand(Terminal terminal, ProfileSource profiles, ManagementCalls management) {
        this.terminal = terminal;
        this.profiles = profiles;
        this.management = management;
    }

    @Override
    public Integer call() throws InterruptedException {
        UUID id = TokenIds.parse(idText);
        Profile profile = profiles.chosen();
        TokenBody token =
                management.call(profile, "get token " + id, client -> client.getToken(id));
        if (token.revokedAt() != null && !includeRevoked) {
            throw Problem.notFound(
                            "token_revoked",
                            "failed to get token "
                                    + id
                                    + ": not found; it was revoked, so add --include-revoked")
                    .asException();
        }
        switch (format.format()) {
            case TABLE -> terminal.show(table(token));
            case JSON ->
                    JsonOutput.write(
                            terminal.out(),
                            json -> {
                                json.writeStartObject();
                                TokenLayout.members(json, profile, token);
                                json.writeEndObject();
                            });
        }
        return ExitCode.SUCCESS.number();
    }

    private static TextTable table(TokenBody token) {
        TextTable table = TokenLayout.vertical(token);
        for (Permission permission : token.permissions()) {
            table.add("permission", permission.action().word() + " " + permission.resource());
        }
        return table;
    }
}
