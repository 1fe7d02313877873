// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.appinstance;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `resources.<component>`: how many pods there are, and what each gets.
///
/// @param requests what is asked for
/// @param limits what may be used
public record Resources(Requests requests, Limits limits) {
    /// The component's own.
    public static final Resources DEFAULT = new Resources(null, null);

    /// Absent is what the component has by default.
    public Resources(@Nullable Requests requests, @Nullable Limits limits) {
        this.requests = Objects.requireNonNullElse(requests, new Requests(null, null, null));
        this.limits = Objects.requireNonNullElse(limits, new Limits(null, null));
    }

    /// Whether anything is said but a number of pods.
    boolean hasSize() {
        return requests.cpu() != null
                || requests.memory() != null
                || limits.cpu() != null
                || limits.memory() != null;
    }

    /// What is asked for.
    ///
    /// @param cpu null for the component's own
    /// @param memory null for the component's own
    /// @param replicas null for the component's own
    public record Requests(
            @Nullable Quantity cpu, @Nullable Quantity memory, @Nullable Integer replicas) {
        /// @throws IllegalArgumentException for less than none
        public Requests {
            if (replicas != null && replicas < 0) {
                throw new IllegalArgumentException("replicas must be 0 or more");
            }
        }
    }

    /// What may be used.
    ///
    /// @param cpu null for none
    /// @param memory null for none
    public record Limits(@Nullable Quantity cpu, @Nullable Quantity memory) {}
}
