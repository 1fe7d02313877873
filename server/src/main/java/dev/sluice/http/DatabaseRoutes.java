// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import dev.sluice.api.DatabaseCodec;
import dev.sluice.api.ManagementPaths;
import dev.sluice.model.Operation;

/// The routes of databases (admin.md 4.4).
record DatabaseRoutes(ManagementVerbs verbs) {

    void mount(ManagementRoutes routes) {
        String databases = ManagementPaths.DATABASES;
        routes.add(HttpMethod.GET, databases, Operation.LIST_DATABASES, this::list);
        routes.add(HttpMethod.POST, databases, Operation.CREATE_DATABASE, this::create);
    }

    private HttpResponse list(ManagementCall call) {
        return ManagementCall.ok(
                DatabaseCodec.writeList(
                        verbs.listDatabases().run(call.grant()), call.accountForm()));
    }

    private HttpResponse create(ManagementCall call) throws InterruptedException {
        var request = DatabaseCodec.readNew(call.json());
        var made = verbs.createDatabase().run(call.grant(), request, call.origin());
        return ManagementCall.ok(DatabaseCodec.write(made, call.accountForm()));
    }
}
