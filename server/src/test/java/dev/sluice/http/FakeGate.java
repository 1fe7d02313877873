// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.audit.RequestOrigin;
import dev.sluice.auth.Credential;
import dev.sluice.auth.Decision;
import dev.sluice.model.Action;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.Principal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Decides by the text of the token: `good`, `down`, `slowed`, and any other is not permitted.
final class FakeGate implements DatabaseDecider, AdministrationDecider {
    static final String GOOD = "good";
    static final String DOWN = "down";
    static final String SLOWED = "slowed";

    private final List<String> asked = new CopyOnWriteArrayList<>();

    void forget() {
        asked.clear();
    }

    /// What was asked, one word each: the database or the operation.
    List<String> asked() {
        return asked;
    }

    @Override
    public Decision<Grant.ForDatabase> decide(
            Credential credential, Action action, DatabaseName database, RequestOrigin origin) {
        asked.add(database.value());
        return decide(
                credential,
                new Grant.ForDatabase(
                        principal(Principal.CredentialKind.DATABASE_TOKEN), action, database));
    }

    @Override
    public Decision<Grant.ForAdministration> decide(
            Credential credential, Operation operation, RequestOrigin origin) {
        asked.add(operation.name());
        return decide(
                credential,
                new Grant.ForAdministration(
                        principal(Principal.CredentialKind.ADMIN_TOKEN), operation));
    }

    private static <G extends Grant> Decision<G> decide(Credential credential, G grant) {
        return switch (credential) {
            case Credential.Absent(String reason) ->
                    new Decision.Unauthenticated<>(reason, !reason.equals("missing"));
            case Credential.Bearer(var token) ->
                    switch (token.reveal()) {
                        case GOOD -> new Decision.Allowed<>(grant);
                        case SLOWED -> new Decision.Slowed<>(Duration.ofSeconds(42));
                        case DOWN ->
                                new Decision.Unavailable<>(
                                        "away", "keys are away", Duration.ofSeconds(7));
                        default -> new Decision.Forbidden<>("no_permission");
                    };
        };
    }

    private static Principal principal(Principal.CredentialKind kind) {
        return new Principal(kind, "sluice", "1", "test");
    }
}
