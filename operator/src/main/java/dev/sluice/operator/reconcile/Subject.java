// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.operator.appinstance.AppInstanceStatus;
import dev.sluice.operator.appinstance.Condition;
import dev.sluice.operator.plan.Cluster;
import dev.sluice.operator.plan.Metadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An AppInstance, wherever it is kept.
///
/// @param owner the object that holds it
/// @param name of the AppInstance
/// @param namespace where it is
/// @param spec as it came; null when there is none
/// @param generation changes with the spec
/// @param status what was told last
/// @param tell writes a status
record Subject(
        Cluster.Owner owner,
        String name,
        String namespace,
        @Nullable JsonNode spec,
        @Nullable Long generation,
        AppInstanceStatus status,
        Consumer<AppInstanceStatus> tell) {

    /// Whether everything is to be left as it is. A person who pauses an AppInstance with a mistake
    /// means it, too.
    boolean isPaused() {
        return spec != null && spec.path("pause").asBoolean(false);
    }

    /// Whether this spec was worked on to its end.
    boolean isObserved() {
        Condition last = status.find(Condition.RECONCILIER);
        return last != null
                && Objects.equals(last.observedGeneration(), generation)
                && last.status().equals("True");
    }

    /// What holds it.
    ResourceID id() {
        return new ResourceID(owner.name(), namespace);
    }

    String setId() {
        return Metadata.setId(owner, namespace);
    }

    /// Tells a status, unless it says what the last one does.
    void tell(AppInstanceStatus next) {
        if (!next.equals(status)) {
            tell.accept(next);
        }
    }

    Subject told(AppInstanceStatus next) {
        return new Subject(owner, name, namespace, spec, generation, next, tell);
    }
}
