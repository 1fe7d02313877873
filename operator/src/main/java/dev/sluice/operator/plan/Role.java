// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import dev.sluice.operator.appinstance.PodKind;

/// What is done in a cluster, with the documented names (admin.md 6.4). Each has a Service; pods of
/// their own have the ingester, whose one process does everything, and the querier, where it is
/// asked for.
enum Role {
    ROUTER("router", "global-router", "iox", false),
    QUERIER("querier", "iox-shared-querier", "iox", false),
    INGESTER("ingester", "iox-shared-ingester", "iox-shared-ingester", true),
    COMPACTOR("compactor", "iox-shared-compactor", "iox", true),
    CATALOG("catalog", "iox-shared-catalog", "iox-shared-catalog", true),
    COLLECTOR("garbage-collector", "global-gc", "iox", false),
    ADMIN("admin", "token-management", "token-management", false);

    private final String component;
    private final String objectName;
    private final String app;
    private final boolean headless;

    Role(String component, String objectName, String app, boolean headless) {
        this.component = component;
        this.objectName = objectName;
        this.app = app;
        this.headless = headless;
    }

    /// The label `app.kubernetes.io/component`.
    String component() {
        return component;
    }

    /// Of the Deployment or StatefulSet, and of its Service.
    String objectName() {
        return objectName;
    }

    /// The label `app`, by which documented commands find pods.
    String app() {
        return app;
    }

    /// Whether its Service gives the addresses of its pods and has none itself.
    boolean isHeadless() {
        return headless;
    }

    /// The pods that do it, where it has some of its own.
    PodKind pods() {
        return this == QUERIER ? PodKind.QUERIERS : PodKind.ONE_PROCESS;
    }
}
