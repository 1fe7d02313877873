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

/// `management revoke` (admin.md 3.7).
@Command(name = "revoke", description = "Revoke management tokens, at once and for good.")
final class ManagementRevokeCommand implements Callable<Integer> {
    private static final Deeds.Words WORDS =
            Deeds.Words.numbered("revoke", "revoked", "management token");

    private final Deeds deeds;

    @Parameters(paramLabel = "TOKEN_ID", arity = "1..*", description = "The tokens' ids.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--force", description = "Do not ask.")
    private boolean force;

    ManagementRevokeCommand(Terminal terminal, ProfileSource profiles, ManagementCalls management) {
        this.deeds = new Deeds(terminal, profiles, management);
    }

    @Override
    public Integer call() throws InterruptedException {
        return deeds.run(
                        WORDS,
                        ids,
                        id -> TokenIds.parse(id, "influxctl management list"),
                        force,
                        ManagementClient::revokeManagementToken)
                .number();
    }
}
