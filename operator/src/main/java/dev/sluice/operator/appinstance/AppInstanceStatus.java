// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.appinstance;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What became of an AppInstance (admin.md 6.1).
///
/// @param observedGeneration of the spec that was worked on last; null before the first
/// @param conditions one of each type
/// @param lastLogs what each step wrote last, by the step's name; never with a secret
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AppInstanceStatus(
        @Nullable Long observedGeneration,
        List<Condition> conditions,
        Map<String, String> lastLogs) {
    /// Before anything was done.
    public static final AppInstanceStatus NONE = new AppInstanceStatus(null, List.of(), Map.of());

    /// Copies the collections; absent ones are empty.
    public AppInstanceStatus(
            @Nullable Long observedGeneration,
            @Nullable List<Condition> conditions,
            @Nullable Map<String, String> lastLogs) {
        this.observedGeneration = observedGeneration;
        this.conditions = List.copyOf(Objects.requireNonNullElse(conditions, List.of()));
        this.lastLogs = Map.copyOf(Objects.requireNonNullElse(lastLogs, Map.of()));
    }

    /// The condition of a type; null when it was never told.
    public @Nullable Condition find(String type) {
        return conditions.stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElse(null);
    }
}
