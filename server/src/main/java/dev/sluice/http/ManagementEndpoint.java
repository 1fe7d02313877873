// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.api.ClusterIds;

/// `/api/v0`, in the short form and in the account form (admin.md section 4). Checks in this order:
/// credentials, rights, path and body, existence, conflict. The routes of each subject are in a
/// class of their own.
public final class ManagementEndpoint implements Endpoint {
    private final AdministrationDecider gate;
    private final ManagementVerbs verbs;
    private final ClusterIds ids;
    private final Readiness readiness;

    /// @param gate decides who may
    /// @param verbs what they may
    /// @param ids of this cluster, which the account form must name
    /// @param readiness is shown as the cluster's state
    public ManagementEndpoint(
            AdministrationDecider gate,
            ManagementVerbs verbs,
            ClusterIds ids,
            Readiness readiness) {
        this.gate = gate;
        this.verbs = verbs;
        this.ids = ids;
        this.readiness = readiness;
    }

    @Override
    public void mount(Routes routes) {
        ManagementRoutes area = new ManagementRoutes(routes, gate, ids);
        new DatabaseRoutes(verbs.databases()).mount(area);
        new TableRoutes(verbs.tables()).mount(area);
        new TokenRoutes(verbs.tokens()).mount(area);
        new ManagementTokenRoutes(verbs.managementTokens()).mount(area);
        new ClusterRoutes(verbs.cluster(), readiness).mount(area);
    }
}
