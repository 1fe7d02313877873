// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.audit;

import org.jspecify.annotations.Nullable;

/// One line of the audit log (admin.md 1.11).
///
/// @param event what is told
/// @param origin the request
/// @param actor who asked
/// @param operation what was asked for, such as `create_token` or `write`
/// @param object what it was about, such as `database plant`; null when it is about no single thing
/// @param outcome such as `allowed`, `forbidden`, `slowed`, `committed`; null for an intent
/// @param reason a stable code; null where the outcome says it all
/// @param count how many requests the line stands for: more than one where an address was slowed,
///   whose failed and refused requests since the last such line are counted
/// @param generation the number of the configuration that is in force after the event, from 1; 0
///   for an event that is not about the configuration
public record AuditRecord(
        Event event,
        RequestOrigin origin,
        Actor actor,
        String operation,
        @Nullable String object,
        @Nullable String outcome,
        @Nullable String reason,
        int count,
        long generation) {

    /// A line about one request.
    public AuditRecord(
            Event event,
            RequestOrigin origin,
            Actor actor,
            String operation,
            @Nullable String object,
            @Nullable String outcome,
            @Nullable String reason) {
        this(event, origin, actor, operation, object, outcome, reason, 1, 0);
    }

    /// A line about the configuration, which nobody asked for over the network.
    ///
    /// @param provider the identity provider in force after the event; null when there is none
    /// @param generation the number of the configuration in force after the event
    public static AuditRecord configuration(
            @Nullable String provider,
            String operation,
            @Nullable String object,
            String outcome,
            @Nullable String reason,
            long generation) {
        return new AuditRecord(
                Event.CONFIGURATION,
                RequestOrigin.NONE,
                new Actor(null, provider, null),
                operation,
                object,
                outcome,
                reason,
                1,
                generation);
    }

    /// What a record tells.
    public enum Event {
        /// Somebody was let in or not.
        AUTHENTICATION,
        /// A change is about to be made.
        CHANGE_INTENT,
        /// What became of the change.
        CHANGE_OUTCOME,
        /// Who administers, or how they are known, is another matter now.
        CONFIGURATION
    }
}
