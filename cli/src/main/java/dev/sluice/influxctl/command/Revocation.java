// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.ManagementClient;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Revokes tokens of either kind: asks once for all ids, and goes on after a failure (admin.md
/// 3.7).
///
/// @param terminal where it asks and tells
/// @param profiles say which cluster
/// @param management leads there
/// @param noun what one such token is called
record Revocation(
        Terminal terminal, ProfileSource profiles, ManagementCalls management, String noun) {

    /// Ends one token for good.
    @FunctionalInterface
    interface Revoke {
        void on(ManagementClient client, UUID id) throws InterruptedException;
    }

    /// Revokes each of `targets`.
    ///
    /// @param force whether nobody is asked
    /// @return failure when one of them was not revoked
    ExitCode run(Set<UUID> targets, boolean force, Revoke revoke) throws InterruptedException {
        Profile profile = profiles.chosen();
        if (!force && !terminal.confirm(question(targets))) {
            throw Problem.invalid("declined", "no " + noun + " was revoked").asException();
        }
        ExitCode outcome = ExitCode.SUCCESS;
        for (UUID id : targets) {
            try {
                revoke(profile, id, revoke);
            } catch (ProblemException e) {
                terminal.error(e.problem().message());
                outcome = ExitCode.FAILURE;
            }
        }
        return outcome;
    }

    private void revoke(Profile profile, UUID id, Revoke revoke) throws InterruptedException {
        boolean revoked =
                management.call(
                        profile,
                        "revoke " + noun + " " + id,
                        client -> {
                            revoke.on(client, id);
                            return true;
                        });
        if (revoked) {
            terminal.out().println(noun + " " + id + " successfully revoked");
        }
    }

    private String question(Set<UUID> targets) {
        String named = targets.stream().map(UUID::toString).collect(Collectors.joining(", "));
        return "Are you sure you want to revoke "
                + noun
                + (targets.size() == 1 ? " " : "s ")
                + named
                + "?";
    }
}
