// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.CreatedManagementToken;
import dev.sluice.api.NewManagementToken;
import dev.sluice.influxctl.output.JsonOutput;
import dev.sluice.influxctl.output.MomentText;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Profile;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `management create` (admin.md 3.7): the token's text is the last line of standard output, and is
/// never shown again.
@Command(name = "create", description = "Create a management token.")
final class ManagementCreateCommand implements Callable<Integer> {
    @Mixin private final FormatOption format = new FormatOption();
    private final Terminal terminal;
    private final InstantSource clock;
    private final ProfileSource profiles;
    private final ManagementCalls management;

    @Option(
            names = "--description",
            paramLabel = "TEXT",
            description = "What the token is for; \"influxctl\" and the time if absent.")
    private @Nullable String description;

    @Option(
            names = "--expires-at",
            paramLabel = "RFC3339",
            converter = Choices.MomentConverter.class,
            description = "When the token ends; never if absent.")
    private @Nullable Instant expiresAt;

    ManagementCreateCommand(
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
        Instant now = clock.instant();
        Choices.requireAhead(expiresAt, now);
        String words = description == null ? "influxctl " + MomentText.cell(now) : description;
        Profile profile = profiles.chosen();
        CreatedManagementToken created =
                management.call(
                        profile,
                        "create management token \"" + words + "\"",
                        client ->
                                client.createManagementToken(
                                        new NewManagementToken(words, expiresAt)));
        switch (format.format()) {
            case TABLE ->
                    terminal.showOnce(
                            ManagementLayout.vertical(created.token()), created.text().reveal());
            case JSON -> showJson(profile, created);
        }
        terminal.errorUnlessWritten("management token", created.token().id(), "management revoke");
        return ExitCode.SUCCESS.number();
    }

    private void showJson(Profile profile, CreatedManagementToken created) {
        JsonOutput.write(
                terminal.out(),
                json -> {
                    json.writeStartObject();
                    ManagementLayout.members(json, profile, created.token());
                    json.writeStringProperty("token", created.text().reveal());
                    json.writeEndObject();
                });
    }
}
