// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.ManagementClient;
import dev.sluice.api.TokenBody;
import dev.sluice.influxctl.output.JsonOutput;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Profile;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

/// `token list` (admin.md 3.7): the command with which people try their sign-in (admin.md 1.12).
@Command(name = "list", description = "List the database tokens.")
final class TokenListCommand implements Callable<Integer> {
    @Mixin private final FormatOption format = new FormatOption();
    private final Terminal terminal;
    private final ProfileSource profiles;
    private final ManagementCalls management;

    @Option(
            names = "--sort",
            paramLabel = "id|description",
            defaultValue = "id",
            converter = Choices.TokenSortConverter.class,
            description = "Order of the list (${DEFAULT-VALUE}).")
    private Sort sort = Sort.ID;

    @Option(names = "--include-revoked", description = "Show revoked tokens too.")
    private boolean includeRevoked;

    /// What `--sort` may say.
    enum Sort {
        ID,
        DESCRIPTION;

        private Comparator<TokenBody> order() {
            return switch (this) {
                case ID -> Comparator.comparing(token -> token.id().toString());
                case DESCRIPTION -> Comparator.comparing(TokenBody::description);
            };
        }
    }

    TokenListCommand(Terminal terminal, ProfileSource profiles, ManagementCalls management) {
        this.terminal = terminal;
        this.profiles = profiles;
        this.management = management;
    }

    @Override
    public Integer call() throws InterruptedException {
        Profile profile = profiles.chosen();
        List<TokenBody> tokens =
                management.call(profile, "list tokens", ManagementClient::listTokens).stream()
                        .filter(token -> includeRevoked || token.revokedAt() == null)
                        .sorted(sort.order())
                        .toList();
        switch (format.format()) {
            case TABLE -> terminal.show(TokenLayout.list(tokens));
            case JSON -> JsonOutput.write(terminal.out(), json -> write(json, profile, tokens));
        }
        return ExitCode.SUCCESS.number();
    }

    private static void write(JsonGenerator json, Profile profile, List<TokenBody> tokens) {
        json.writeStartArray();
        for (TokenBody token : tokens) {
            json.writeStartObject();
            TokenLayout.members(json, profile, token);
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
