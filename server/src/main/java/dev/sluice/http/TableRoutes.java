// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import dev.sluice.api.ManagementPaths;
import dev.sluice.api.NameCodec;
import dev.sluice.api.TableCodec;
import dev.sluice.model.Operation;

/// The routes of tables (admin.md 4.4 and 4.6).
record TableRoutes(ManagementVerbs.Tables verbs) {

    void mount(ManagementRoutes routes) {
        String tables = ManagementPaths.TABLES_PATTERN;
        String table = ManagementPaths.TABLE_PATTERN;
        String rename = ManagementPaths.TABLE_RENAME_PATTERN;
        String undelete = ManagementPaths.TABLE_UNDELETE_PATTERN;
        routes.add(HttpMethod.GET, tables, Operation.LIST_TABLES, this::list);
        routes.add(HttpMethod.POST, tables, Operation.CREATE_TABLE, this::create);
        routes.add(HttpMethod.DELETE, table, Operation.DELETE_TABLE, this::delete);
        routes.add(HttpMethod.PUT, rename, Operation.RENAME_TABLE, this::rename);
        routes.add(HttpMethod.PUT, undelete, Operation.UNDELETE_TABLE, this::undelete);
    }

    private HttpResponse list(ManagementCall call) {
        var tables = verbs.list().run(call.grant(), call.databaseName(), call.liveness());
        return ManagementCall.ok(TableCodec.writeList(tables, call.accountForm()));
    }

    private HttpResponse create(ManagementCall call) throws InterruptedException {
        var request = TableCodec.readNew(call.json());
        var made = verbs.create().run(call.grant(), call.databaseName(), request, call.origin());
        return ManagementCall.ok(TableCodec.write(made, call.accountForm()));
    }

    private HttpResponse rename(ManagementCall call) throws InterruptedException {
        String newName = NameCodec.read(call.json());
        var renamed =
                verbs.rename()
                        .run(
                                call.grant(),
                                call.databaseName(),
                                call.tableName(),
                                newName,
                                call.origin());
        return ManagementCall.ok(TableCodec.write(renamed, call.accountForm()));
    }

    private HttpResponse delete(ManagementCall call) {
        verbs.delete().run(call.grant(), call.databaseName(), call.tableName(), call.origin());
        return ManagementCall.done();
    }

    private HttpResponse undelete(ManagementCall call) {
        var undeleted =
                verbs.undelete()
                        .run(
                                call.grant(),
                                call.databaseName(),
                                call.number("tableId"),
                                call.origin());
        return ManagementCall.ok(TableCodec.write(undeleted, call.accountForm()));
    }
}
