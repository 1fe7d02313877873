// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `token revoke`, `token delete` (admin.md 3.7): asks once for all ids, and goes on after a
/// failure.
@Command(
        name = "revoke",
        aliases = "delete",
        description = "Revoke database tokens, at once and for good.")
final class TokenRevokeCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final ProfileSource profiles;
    private final ManagementCalls management;

    @Parameters(paramLabel = "TOKEN_ID", arity = "1..*", description = "The tokens' ids.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--force", description = "Do not ask.")
    private boolean force;

    TokenRevokeCommand(Terminal terminal, ProfileSource profiles, ManagementCalls management) {
        this.terminal = terminal;
        this.profiles = profiles;
        this.management = management;
    }

    @Override
    public Integer call() throws InterruptedException {
        Set<UUID> targets = new LinkedHashSet<>();
        ids.forEach(id -> targets.add(TokenIds.parse(id)));
        Profile profile = profiles.chosen();
        if (!force && !terminal.confirm(question(targets))) {
            throw Problem.invalid("declined", "no token was revoked").asException();
        }
        ExitCode outcome = ExitCode.SUCCESS;
        for (UUID id : targets) {
            try {
                revoke(profile, id);
            } catch (ProblemException e) {
                terminal.error(e.problem().message());
                outcome = ExitCode.FAILURE;
            }
        }
        return outcome.number();
    }

    private void revoke(Profile profile, UUID id) throws InterruptedException {
        boolean revoked =
                management.call(
                        profile,
                        "revoke token " + id,
                        client -> {
                            client.revokeToken(id);
                            return true;
                        });
        if (revoked) {
            terminal.out().println("token " + id + " successfully revoked");
        }
    }

    private static String question(Set<UUID> targets) {
        String named = targets.stream().map(UUID::toString).collect(Collectors.joining(", "));
        return "Are you sure you want to revoke "
                + (targets.size() == 1 ? "token " : "tokens ")
                + named
                + "?";
    }
}
