// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.audit.Actor;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CatalogView;
import dev.sluice.model.Grant;
import dev.sluice.model.ProblemException;
import java.time.Duration;
import java.util.function.Function;

/// Judges tokens by the catalog. Another process may just have made one, or given it rights, so
/// nobody is refused for want of them before the catalog was asked once more.
final class CatalogTokens {
    /// Why a token that nobody has is refused.
    static final String UNKNOWN = "unknown_token";

    /// Why a token is refused that does not have the right.
    static final String NO_PERMISSION = "no_permission";

    /// Why a token is not judged while the catalog is away.
    static final String UNASKED = "catalog_unavailable";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private CatalogTokens() {}

    /// The finding by what is known, or where that would refuse and might be old, by what there is.
    ///
    /// @param unproved whom the audit log names where nobody can say
    static <G extends Grant> Finding<G> judge(
            CatalogView catalog, Actor unproved, Function<CatalogSnapshot, Finding<G>> judge) {
        CatalogSnapshot known = catalog.snapshot();
        Finding<G> finding = judge.apply(known);
        if (!mayBeOld(finding.decision())) {
            return finding;
        }
        CatalogSnapshot newest;
        try {
            newest = catalog.newest();
        } catch (ProblemException _) {
            return new Finding<>(
                    new Decision.Unavailable<>(
                            UNASKED,
                            "the catalog cannot be asked whether it knows this token",
                            RETRY_AFTER),
                    unproved,
                    null,
                    finding.audited());
        }
        return judge.apply(newest);
    }

    private static boolean mayBeOld(Decision<?> decision) {
        return switch (decision) {
            case Decision.Forbidden<?>(String reason) ->
                    reason.equals(UNKNOWN) || reason.equals(NO_PERMISSION);
            case Decision.Unauthenticated<?>(String reason, _) -> reason.equals(UNKNOWN);
            case Decision.Allowed<?> _, Decision.Slowed<?> _, Decision.Unavailable<?> _ -> false;
        };
    }
}
