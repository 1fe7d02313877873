// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.CreatedToken;
import dev.sluice.api.NewToken;
import dev.sluice.influxctl.output.JsonOutput;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Profile;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `token create` (admin.md 3.7): the token's text is the last line of standard output, and is
/// never shown again.
@Command(name = "create", description = "Create a database token.")
final class TokenCreateCommand implements Callable<Integer> {
    @Mixin private final FormatOption format = new FormatOption();
    private final Terminal terminal;
    private final InstantSource clock;
    private final ProfileSource profiles;
    private final ManagementCalls management;

    @Parameters(paramLabel = "TOKEN_DESCRIPTION", description = "What the token is for.")
    private String description = "";

    @Mixin private final DatabaseGrants grants = new DatabaseGrants();

    @Option(
            names = "--expires-at",
            paramLabel = "RFC3339",
            converter = Choices.MomentConverter.class,
            description = "When the token ends; never if absent.")
    private @Nullable Instant expiresAt;

    TokenCreateCommand(
            Terminal terminal,
            InstantSource clock,
            ProfileSource profiles,
            ManagementCalls management) {
        this.terminal = terminal;
        this.clock = clock;
        this.profiles = profiles;
        this.management = management;
    }

    @Override
    public Integer call() throws InterruptedException {
        Choices.requireAhead(expiresAt, clock.instant());
        NewToken request = new NewToken(description, grants.permissions(), expiresAt);
        Profile profile = profiles.chosen();
        CreatedToken created =
                management.call(
                        profile,
                        "create token \"" + description + "\"",
                        client -> client.createToken(request));
        switch (format.format()) {
            case TABLE ->
                    terminal.showOnce(
                            TokenLayout.vertical(created.token()), created.accessToken().reveal());
            case JSON -> showJson(profile, created);
        }
        terminal.errorUnlessWritten("token", created.token().id(), "token revoke");
        return ExitCode.SUCCESS.number();
    }

    private void showJson(Profile profile, CreatedToken created) {
        JsonOutput.write(
                terminal.out(),
                json -> {
                    json.writeStartObject();
                    TokenLayout.members(json, profile, created.token());
                    json.writeStringProperty("access_token", created.accessToken().reveal());
                    json.writeEndObject();
                });
    }
}
