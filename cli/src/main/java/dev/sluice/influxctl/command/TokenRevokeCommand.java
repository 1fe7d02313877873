// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.ManagementClient;
import dev.sluice.influxctl.output.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `token revoke`, `token delete` (admin.md 3.7).
@Command(
        name = "revoke",
        aliases = "delete",
        description = "Revoke database tokens, at once and for good.")
final class TokenRevokeCommand implements Callable<Integer> {
    private static final Deeds.Words WORDS = Deeds.Words.numbered("revoke", "revoked", "token");

    private final Deeds deeds;

    @Parameters(paramLabel = "TOKEN_ID", arity = "1..*", description = "The tokens' ids.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--force", description = "Do not ask.")
    private boolean force;

    TokenRevokeCommand(Terminal terminal, ProfileSource profiles, ManagementCalls management) {
        this.deeds = new Deeds(terminal, profiles, management);
    }

    @Override
    public Integer call() throws InterruptedException {
        return deeds.run(
                        WORDS,
                        ids,
                        id -> TokenIds.parse(id, "influxctl token list"),
                        force,
                        ManagementClient::revokeToken)
                .number();
    }
}
