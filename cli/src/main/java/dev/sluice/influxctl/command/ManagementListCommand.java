// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.ManagementClient;
import dev.sluice.api.ManagementTokenBody;
import dev.sluice.influxctl.output.JsonOutput;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Profile;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

/// `management list` (admin.md 3.7): revoked tokens too.
@Command(name = "list", description = "List the management tokens, revoked ones too.")
final class ManagementListCommand implements Callable<Integer> {
    @Mixin private final FormatOption format = new FormatOption();
    private final Terminal terminal;
    private final ProfileSource profiles;
    private final ManagementCalls management;

    @Option(
            names = "--sort",
            paramLabel = "created|id|description|prefix|expires|revoked",
            defaultValue = "created",
            converter = Choices.ManagementSortConverter.class,
            description = "Order of the list (${DEFAULT-VALUE}).")
    private Sort sort = Sort.CREATED;

    /// What `--sort` may say. Tokens that are alike stay in the order of their making; those that
    /// never end come last.
    enum Sort {
        CREATED,
        ID,
        DESCRIPTION,
        PREFIX,
        EXPIRES,
        REVOKED;

        private Comparator<ManagementTokenBody> order() {
            return switch (this) {
                case CREATED -> Comparator.comparing(ManagementTokenBody::createdAt);
                case ID -> Comparator.comparing(token -> token.id().toString());
                case DESCRIPTION -> Comparator.comparing(ManagementTokenBody::description);
                case PREFIX -> Comparator.comparing(ManagementTokenBody::prefix);
                case EXPIRES -> Comparator.comparing(token -> orNever(token.expiresAt()));
                case REVOKED -> Comparator.comparing(token -> orNever(token.revokedAt()));
            };
        }

        private static Instant orNever(@Nullable Instant moment) {
            return moment == null ? Instant.MAX : moment;
        }
    }

    ManagementListCommand(Terminal terminal, ProfileSource profiles, ManagementCalls management) {
        this.terminal = terminal;
        this.profiles = profiles;
        this.management = management;
    }

    @Override
    public Integer call() throws InterruptedException {
        Profile profile = profiles.chosen();
        List<ManagementTokenBody> tokens =
                management
                        .call(
                                profile,
                                "list management tokens",
                                ManagementClient::listManagementTokens)
                        .stream()
                        .sorted(sort.order())
                        .toList();
        switch (format.format()) {
            case TABLE -> terminal.show(ManagementLayout.list(tokens));
            case JSON -> JsonOutput.write(terminal.out(), json -> write(json, profile, tokens));
        }
        return ExitCode.SUCCESS.number();
    }

    private static void write(
            JsonGenerator json, Profile profile, List<ManagementTokenBody> tokens) {
        json.writeStartArray();
        for (ManagementTokenBody token : tokens) {
            json.writeStartObject();
            ManagementLayout.members(json, profile, token);
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
