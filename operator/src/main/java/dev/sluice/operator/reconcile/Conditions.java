// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.reconcile;

import dev.sluice.operator.appinstance.AppInstanceStatus;
import dev.sluice.operator.appinstance.Condition;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The table of admin.md 6.3: which conditions hold at which moment. `lastTransitionTime` changes
/// only when `status` does. Between its two conditions stands what has no effect, where there is
/// something; `Ready` is always the last one, which is the one that columns show.
///
/// @param before what was told last
/// @param generation of the spec that is worked on
/// @param clock for transitions
/// @param idle keys without effect; null where the spec was not read, and what was told is still
///   told
record Conditions(
        AppInstanceStatus before,
        @Nullable Long generation,
        InstantSource clock,
        @Nullable List<String> idle) {
    private static final String FAILED = "Failed";

    /// A spec is about to be worked on; whether the cluster is ready stays as it was.
    AppInstanceStatus started() {
        return status(
                condition(
                        Condition.RECONCILIER, false, "ExpandingTemplate", "the objects are made"),
                before.find(Condition.READY),
                before.lastLogs());
    }

    /// A spec has a mistake, so nothing was begun.
    AppInstanceStatus refused(String reason) {
        String message = "Cannot launch installation job: " + reason;
        return status(
                condition(Condition.RECONCILIER, false, FAILED, message),
                condition(Condition.READY, false, FAILED, message),
                before.lastLogs());
    }

    /// All objects are as they are asked for.
    AppInstanceStatus succeeded(Map<String, String> logs, int objects) {
        return status(
                condition(Condition.RECONCILIER, true, "Succeeded", objects + " objects"),
                condition(
                        Condition.READY,
                        true,
                        "JobCompletedSuccessfully",
                        "the objects are applied"),
                logs);
    }

    /// An object could not be applied.
    AppInstanceStatus failed(Map<String, String> logs, List<String> log) {
        String message = log.size() == 1 ? log.getFirst() : log.getFirst() + "\n" + log.getLast();
        return status(
                condition(Condition.RECONCILIER, true, FAILED, message),
                condition(Condition.READY, false, "JobFailed", message),
                logs);
    }

    private @Nullable Condition withoutEffect() {
        if (idle == null) {
            return before.find(Condition.WITHOUT_EFFECT);
        }
        return idle.isEmpty()
                ? null
                : condition(
                        Condition.WITHOUT_EFFECT,
                        true,
                        "Accepted",
                        "nothing follows from " + String.join(", ", idle));
    }

    private AppInstanceStatus status(
            Condition reconcilier, @Nullable Condition ready, Map<String, String> logs) {
        List<Condition> conditions = new ArrayList<>();
        conditions.add(reconcilier);
        Condition idleOnes = withoutEffect();
        if (idleOnes != null) {
            conditions.add(idleOnes);
        }
        if (ready != null) {
            conditions.add(ready);
        }
        return new AppInstanceStatus(generation, conditions, logs);
    }

    private Condition condition(String type, boolean holds, String reason, String message) {
        String status = holds ? "True" : "False";
        Condition last = before.find(type);
        String since =
                last != null && last.status().equals(status)
                        ? last.lastTransitionTime()
                        : clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        return new Condition(type, status, reason, message, since, generation);
    }
}
