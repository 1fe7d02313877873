// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.appinstance;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// One fact about an AppInstance (admin.md 6.3).
///
/// @param type `Reconcilier`, spelled so, `WithoutEffect`, or `Ready`
/// @param status `True` or `False`
/// @param reason one word
/// @param message for a person
/// @param lastTransitionTime when `status` became what it is, RFC 3339
/// @param observedGeneration of the spec that it is about
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
        String type,
        String status,
        String reason,
        String message,
        String lastTransitionTime,
        @Nullable Long observedGeneration) {
    /// Whether a spec was worked on. The original's spelling, which documented commands look for.
    public static final String RECONCILIER = "Reconcilier";

    /// Whether the spec asks for something from which nothing follows. Ours.
    public static final String WITHOUT_EFFECT = "WithoutEffect";

    /// Whether what the spec asks for was made.
    public static final String READY = "Ready";
}
