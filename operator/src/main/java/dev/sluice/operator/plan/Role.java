// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import dev.sluice.operator.appinstance.PodKind;
import java.util.Arrays;

/// What is done in a cluster, with the documented names (admin.md 6.4). Each has a Service; pods of
/// their own have the ingester, whose one process does everything, and others where they are asked
/// for.
enum Role {
    ROUTER("router", "global-router", "iox", PodKind.ROUTERS),
    QUERIER("querier", "iox-shared-querier", "iox", PodKind.QUERIERS),
    INGESTER("ingester", "iox-shared-ingester", "iox-shared-ingester", PodKind.ONE_PROCESS),
    COMPACTOR("compactor", "iox-shared-compactor", "iox", PodKind.COMPACTORS),
    CATALOG("catalog", "iox-shared-catalog", "iox-shared-catalog", PodKind.ONE_PROCESS),
    COLLECTOR("garbage-collector", "global-gc", "iox", PodKind.COLLECTOR),
    ADMIN("admin", "token-management", "token-management", PodKind.ADMINISTRATION);

    private final String component;
    private final String objectName;
    private final String app;
    private final PodKind pods;

    Role(String component, String objectName, String app, PodKind pods) {
        this.component = component;
        this.objectName = objectName;
        this.app = app;
        this.pods = pods;
    }

    /// Whose the pods of a kind are.
    static Role of(PodKind kind) {
        return kind == PodKind.ONE_PROCESS
                ? INGESTER
                : Arrays.stream(values())
                        .filter(role -> role.pods == kind)
                        .findFirst()
                        .orElseThrow();
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

    /// The pods that do it.
    PodKind pods() {
        return pods;
    }

    /// What a server of its own pods is told to be.
    String word() {
        return this == INGESTER ? "all" : component;
    }

    /// Whether it is documented as a StatefulSet. Its Service gives the addresses of its pods then,
    /// and has none itself.
    boolean isSet() {
        return switch (this) {
            case INGESTER, COMPACTOR, CATALOG -> true;
            case ROUTER, QUERIER, COLLECTOR, ADMIN -> false;
        };
    }

    /// Whether its own pods ask others for credentials, and so have to know who may do what.
    boolean isAsked() {
        return switch (this) {
            case ROUTER, QUERIER, INGESTER, CATALOG, ADMIN -> true;
            case COMPACTOR, COLLECTOR -> false;
        };
    }

    /// Whether its own pods ask the one process for what they do.
    boolean asksIngester() {
        return switch (this) {
            case ROUTER, QUERIER -> true;
            case INGESTER, COMPACTOR, CATALOG, COLLECTOR, ADMIN -> false;
        };
    }

    /// Whether its own pods read or write data files.
    boolean hasFiles() {
        return switch (this) {
            case QUERIER, INGESTER, COMPACTOR, CATALOG, COLLECTOR -> true;
            case ROUTER, ADMIN -> false;
        };
    }
}
