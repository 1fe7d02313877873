// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.operator.appinstance.AppInstance;
import dev.sluice.operator.appinstance.AppInstanceStatus;
import dev.sluice.operator.appinstance.Condition;
import dev.sluice.operator.kubernetes.ApiServer;
import dev.sluice.testkit.MovingClock;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Passes over AppInstances of an empty namespace, one after the other, and what they tell.
final class Passes implements AutoCloseable {
    /// The AppInstance's name, unless something else is said.
    static final String NAME = "influxdb";

    /// A section with one administrator.
    static final String ADMIN =
            """
            admin:
              identityProvider: keycloak
              jwksEndpoint: https://id.example/keys
              users: [{id: "1", firstName: Ada, lastName: Lovelace, email: a}]
            """;

    /// Of a pass over an AppInstance that is there.
    @SuppressWarnings("unchecked")
    static final Context<AppInstance> NOT_DELETED = played(Context.class, (_, _, _) -> false);

    private final MovingClock clock = MovingClock.at(Instant.parse("2026-03-01T12:00:00.9Z"));
    private final ApiServer api = ApiServer.start();
    private final SeenPasses seen = new SeenPasses();
    private final AppInstanceReconciler reconciler =
            new AppInstanceReconciler(api.client(), "sluice-operator:0.1.0", clock, seen);

    ApiServer api() {
        return api;
    }

    /// Starts at noon, and nine tenths of a second.
    MovingClock clock() {
        return clock;
    }

    /// One pass over the AppInstance as it is.
    @Nullable Duration run() {
        return run(api.get(NAME));
    }

    /// One pass over another one.
    @Nullable Duration run(AppInstance instance) {
        return reconciler
                .reconcile(instance, NOT_DELETED)
                .getScheduleDelay()
                .map(Duration::ofMillis)
                .orElse(null);
    }

    /// What was told of passes.
    SeenPasses seen() {
        return seen;
    }

    AppInstanceStatus status() {
        return Objects.requireNonNull(api.get(NAME).getStatus());
    }

    Condition condition(String type) {
        return Objects.requireNonNull(status().find(type));
    }

    /// What the last pass that changed something did.
    String log() {
        return Objects.requireNonNull(status().lastLogs().get("apply-manifests"));
    }

    /// What differs between two looks: `+` made, `-` deleted, `~` changed.
    static Map<String, String> difference(
            Map<String, JsonNode> before, Map<String, JsonNode> after) {
        Map<String, String> difference = new TreeMap<>();
        before.forEach((name, tree) -> {
            if (!after.containsKey(name)) {
                difference.put(name, "-");
            } else if (!tree.equals(after.get(name))) {
                difference.put(name, "~");
            }
        });
        after.keySet().stream()
                .filter(name -> !before.containsKey(name))
                .forEach(name -> difference.put(name, "+"));
        return difference;
    }

    @Override
    public void close() {
        api.close();
    }

    /// Something of a kind that gives one answer to everything.
    static <T> T played(Class<T> kind, InvocationHandler answer) {
        return kind.cast(
                Proxy.newProxyInstance(kind.getClassLoader(), new Class<?>[] {kind}, answer));
    }
}
