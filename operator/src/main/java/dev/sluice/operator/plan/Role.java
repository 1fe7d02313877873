// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import dev.sluice.operator.appinstance.ComponentName;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/// What a process of the cluster does, with the documented names (admin.md 6.4) and default sizes
/// (admin.md 6.1).
enum Role {
    ROUTER("router", "global-router", "iox", false, ComponentName.ROUTER, "1", "2Gi", 3),
    QUERIER("querier", "iox-shared-querier", "iox", false, ComponentName.QUERIER, "8", "32Gi", 3),
    INGESTER(
            "ingester",
            "iox-shared-ingester",
            "iox-shared-ingester",
            true,
            ComponentName.INGESTER,
            "6",
            "24Gi",
            3),
    COMPACTOR(
            "compactor",
            "iox-shared-compactor",
            "iox",
            true,
            ComponentName.COMPACTOR,
            "8",
            "32Gi",
            1),
    CATALOG(
            "catalog",
            "iox-shared-catalog",
            "iox-shared-catalog",
            true,
            ComponentName.CATALOG,
            "4",
            "16Gi",
            3),
    COLLECTOR(
            "garbage-collector",
            "global-gc",
            "iox",
            false,
            ComponentName.GARBAGE_COLLECTOR,
            null,
            null,
            1),
    ADMIN("admin", "token-management", "token-management", false, null, "500m", "512Mi", 1);

    /// What a component gets unless it is said otherwise.
    record Size(@Nullable Quantity cpu, @Nullable Quantity memory, int replicas) {}

    private final String argument;
    private final String objectName;
    private final String app;
    private final boolean stateful;
    private final @Nullable ComponentName component;
    private final @Nullable String cpu;
    private final @Nullable String memory;
    private final int replicas;

    Role(
            String argument,
            String objectName,
            String app,
            boolean stateful,
            @Nullable ComponentName component,
            @Nullable String cpu,
            @Nullable String memory,
            int replicas) {
        this.argument = argument;
        this.objectName = objectName;
        this.app = app;
        this.stateful = stateful;
        this.component = component;
        this.cpu = cpu;
        this.memory = memory;
        this.replicas = replicas;
    }

    /// What `sluice serve --role=` is told, and the label `app.kubernetes.io/component`.
    String argument() {
        return argument;
    }

    /// Of the Deployment or StatefulSet, and of its Service.
    String objectName() {
        return objectName;
    }

    /// The label `app`, by which documented commands find pods.
    String app() {
        return app;
    }

    /// Whether its pods have names and volumes of their own.
    boolean isStateful() {
        return stateful;
    }

    /// The key in `components` and `resources`; null where there is none.
    @Nullable ComponentName component() {
        return component;
    }

    Size size() {
        return new Size(
                cpu == null ? null : new Quantity(cpu),
                memory == null ? null : new Quantity(memory),
                replicas);
    }
}
