// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import dev.sluice.api.DatabaseCodec;
import dev.sluice.api.ManagementPaths;
import dev.sluice.api.NameCodec;
import dev.sluice.model.Operation;

/// The routes of databases (admin.md 4.4 and 4.6).
record DatabaseRoutes(ManagementVerbs.Databases verbs) {

    void mount(ManagementRoutes routes) {
        String databases = ManagementPaths.DATABASES;
        String database = ManagementPaths.DATABASE_PATTERN;
        String rename = ManagementPaths.DATABASE_RENAME_PATTERN;
        String undelete = ManagementPaths.DATABASE_UNDELETE_PATTERN;
        routes.add(HttpMethod.GET, databases, Operation.LIST_DATABASES, this::list);
        routes.add(HttpMethod.POST, databases, Operation.CREATE_DATABASE, this::create);
        routes.add(HttpMethod.PATCH, database, Operation.UPDATE_DATABASE, this::update);
        routes.add(HttpMethod.DELETE, database, Operation.DELETE_DATABASE, this::delete);
        routes.add(HttpMethod.PUT, rename, Operation.RENAME_DATABASE, this::rename);
        routes.add(HttpMethod.PUT, undelete, Operation.UNDELETE_DATABASE, this::undelete);
    }

    private HttpResponse list(ManagementCall call) {
        return ManagementCall.ok(
                DatabaseCodec.writeList(
                        verbs.list().run(call.grant(), call.liveness()), call.accountForm()));
    }

    private HttpResponse create(ManagementCall call) throws InterruptedException {
        var request = DatabaseCodec.readNew(call.json());
        var made = verbs.create().run(call.grant(), request, call.origin());
        return ManagementCall.ok(DatabaseCodec.write(made, call.accountForm()));
    }

    private HttpResponse update(ManagementCall call) throws InterruptedException {
        var request = DatabaseCodec.readUpdate(call.json());
        var updated = verbs.update().run(call.grant(), call.databaseName(), request, call.origin());
        return ManagementCall.ok(DatabaseCodec.write(updated, call.accountForm()));
    }

    private HttpResponse rename(ManagementCall call) throws InterruptedException {
        String newName = NameCodec.read(call.json());
        var renamed = verbs.rename().run(call.grant(), call.databaseName(), newName, call.origin());
        return ManagementCall.ok(DatabaseCodec.write(renamed, call.accountForm()));
    }

    private HttpResponse delete(ManagementCall call) {
        verbs.delete().run(call.grant(), call.databaseName(), call.origin());
        return ManagementCall.done();
    }

    private HttpResponse undelete(ManagementCall call) {
        var undeleted =
                verbs.undelete().run(call.grant(), call.number("databaseId"), call.origin());
        return ManagementCall.ok(DatabaseCodec.write(undeleted, call.accountForm()));
    }
}
