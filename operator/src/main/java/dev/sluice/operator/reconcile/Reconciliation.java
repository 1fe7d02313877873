// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.reconcile;

import dev.sluice.operator.appinstance.AppInstanceSpec;
import dev.sluice.operator.appinstance.AppInstanceStatus;
import dev.sluice.operator.appinstance.SpecReader;
import dev.sluice.operator.appinstance.WithoutEffect;
import dev.sluice.operator.plan.Cluster;
import dev.sluice.operator.plan.DesiredState;
import dev.sluice.operator.plan.StartValues;
import dev.sluice.operator.reconcile.PassObserver.Result;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One pass: read the spec, make the objects, check them by the server's rules, apply, prune, tell.
///
/// @param client of the API server
/// @param operatorImage of the operator itself
/// @param clock for conditions
/// @param named follows what holds values of the AppInstance
record Reconciliation(
        KubernetesClient client, String operatorImage, InstantSource clock, NamedObjects<?> named) {
    private static final Logger log = LoggerFactory.getLogger(Reconciliation.class);

    /// The steps by the names that the original's containers have.
    private static final String RENDER = "render-manifests";

    private static final String APPLY = "apply-manifests";

    /// How many lines of a step are kept in the status.
    private static final int LOG_LINES_MAX = 100;

    /// Does it.
    ///
    /// @return what became of it; null where it is paused
    @Nullable Result run(Subject subject) {
        if (subject.isPaused()) {
            return null;
        }
        return switch (SpecReader.read(subject.spec())) {
            case SpecReader.Reading.Refused(String problem) -> refuse(subject, problem);
            case SpecReader.Reading.Read(AppInstanceSpec spec) -> run(subject, spec);
        };
    }

    private Result run(Subject subject, AppInstanceSpec spec) {
        StartValues values = StartValues.of(spec.content().spec());
        named.follow(subject.id(), values);
        List<HasMetadata> desired =
                DesiredState.of(
                        new Cluster(
                                subject.owner(),
                                subject.name(),
                                subject.namespace(),
                                spec,
                                operatorImage,
                                new NamedValues(client, subject.namespace())
                                        .changes(values, subject.owner().uid())));
        List<String> problems = ServerRules.problems(desired, values);
        if (!problems.isEmpty()) {
            return refuse(subject, String.join("; ", problems));
        }
        return apply(
                subject.isObserved() ? subject : started(subject),
                desired,
                WithoutEffect.keys(spec.content()));
    }

    private Subject started(Subject subject) {
        AppInstanceStatus started = conditions(subject, null).started();
        subject.tell(started);
        return subject.told(started);
    }

    private Result apply(Subject subject, List<HasMetadata> desired, List<String> idle) {
        return switch (set(subject).apply(desired)) {
            case Outcome.Applied(List<String> changes, int objects) -> {
                Map<String, String> logs =
                        changes.isEmpty()
                                ? subject.status().lastLogs()
                                : logs(desired.size(), changes);
                subject.tell(conditions(subject, idle).succeeded(logs, objects));
                log.atInfo()
                        .addKeyValue("appInstance", subject.name())
                        .addKeyValue("changes", changes.size())
                        .log("an AppInstance was applied");
                yield Result.APPLIED;
            }
            case Outcome.Failed(List<String> lines) -> {
                subject.tell(conditions(subject, idle).failed(logs(desired.size(), lines), lines));
                log.atWarn()
                        .addKeyValue("appInstance", subject.name())
                        .addKeyValue("problem", lines.getLast())
                        .log("an AppInstance could not be applied");
                yield Result.FAILED;
            }
        };
    }

    /// Deletes everything that belongs to it.
    void cleanUp(Subject subject) {
        List<String> deleted = set(subject).deleteAll();
        log.atInfo()
                .addKeyValue("appInstance", subject.name())
                .addKeyValue("objects", deleted.size())
                .log("an AppInstance was cleaned up");
    }

    /// Tells that an AppInstance is wrong, and changes nothing.
    ///
    /// @param problem with its key or line
    Result refuse(Subject subject, String problem) {
        subject.tell(conditions(subject, null).refused(problem));
        log.atWarn()
                .addKeyValue("appInstance", subject.name())
                .addKeyValue("problem", problem)
                .log("an AppInstance was refused; the cluster stays as it was");
        return Result.MISTAKEN;
    }

    private ObjectSet set(Subject subject) {
        return new ObjectSet(new NamespaceObjects(client, subject.namespace()), subject.setId());
    }

    private Conditions conditions(Subject subject, @Nullable List<String> idle) {
        return new Conditions(subject.status(), subject.generation(), clock, idle);
    }

    private static Map<String, String> logs(int objects, List<String> lines) {
        Map<String, String> logs = new LinkedHashMap<>();
        logs.put(RENDER, objects + " objects");
        logs.put(
                APPLY,
                String.join(
                        "\n",
                        lines.subList(Math.max(0, lines.size() - LOG_LINES_MAX), lines.size())));
        return logs;
    }
}
