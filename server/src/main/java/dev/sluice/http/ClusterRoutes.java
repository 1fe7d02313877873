// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import dev.sluice.api.ClusterCodec;
import dev.sluice.api.ManagementPaths;
import dev.sluice.api.UserCodec;
import dev.sluice.model.Operation;

/// The routes of users, of the cluster and of the caller (admin.md 4.6).
///
/// @param verbs what they do
/// @param readiness whether the cluster takes more requests
record ClusterRoutes(ManagementVerbs.Cluster verbs, Readiness readiness) {

    void mount(ManagementRoutes routes) {
        routes.add(HttpMethod.GET, ManagementPaths.USERS, Operation.LIST_USERS, this::users);
        routes.add(HttpMethod.GET, ManagementPaths.CLUSTER, Operation.GET_CLUSTER, this::cluster);
        routes.add(HttpMethod.GET, ManagementPaths.WHO_AM_I, Operation.WHO_AM_I, this::whoAmI);
    }

    private HttpResponse users(ManagementCall call) {
        return ManagementCall.ok(
                UserCodec.writeList(verbs.listUsers().run(call.grant()), call.accountForm()));
    }

    private HttpResponse cluster(ManagementCall call) {
        boolean ready = readiness.state() == Readiness.State.READY;
        return ManagementCall.ok(
                ClusterCodec.write(
                        verbs.get()
                                .run(
                                        call.grant(),
                                        call.call().scheme(),
                                        call.call().authority(),
                                        ready)));
    }

    private HttpResponse whoAmI(ManagementCall call) {
        return ManagementCall.ok(
                UserCodec.writeWhoAmI(verbs.whoAmI().run(call.grant()), call.accountForm()));
    }
}
