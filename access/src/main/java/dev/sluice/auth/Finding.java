// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.audit.Actor;
import dev.sluice.model.Grant;
import org.jspecify.annotations.Nullable;

/// What a gate found: a decision, about whom, and what the audit log should know of it.
///
/// @param decision for the door
/// @param actor whom the credential proved, as far as it did
/// @param note told as the reason when the decision is to let in, or null
/// @param audited whether the audit log has a line of it
record Finding<G extends Grant>(
        Decision<G> decision, Actor actor, @Nullable String note, boolean audited) {

    /// A finding that the audit log tells.
    static <G extends Grant> Finding<G> of(Decision<G> decision, Actor actor) {
        return new Finding<>(decision, actor, null, true);
    }

    /// A finding of which there may be many thousand a second.
    static <G extends Grant> Finding<G> unaudited(Decision<G> decision, Actor actor) {
        return new Finding<>(decision, actor, null, false);
    }

    /// The same with a note.
    Finding<G> noting(@Nullable String remark) {
        return new Finding<>(decision, actor, remark, audited);
    }

    /// Whether it is a failed attempt to authenticate: one that proved nobody. A token that nobody
    /// can judge while the catalog is away is one too, for those that are known are let in.
    boolean failed() {
        return switch (decision) {
            case Decision.Unauthenticated<G> _ -> true;
            case Decision.Forbidden<G> _ -> actor.subject() == null;
            case Decision.Unavailable<G> unavailable ->
                    unavailable.reason().equals(CatalogTokens.UNASKED);
            case Decision.Allowed<G> _, Decision.Slowed<G> _ -> false;
        };
    }
}
