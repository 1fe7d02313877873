// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import dev.sluice.api.ManagementPaths;
import dev.sluice.api.ManagementTokenCodec;
import dev.sluice.model.Operation;

/// The routes of management tokens (admin.md 4.6).
record ManagementTokenRoutes(ManagementVerbs.ManagementTokens verbs) {

    void mount(ManagementRoutes routes) {
        String tokens = ManagementPaths.MANAGEMENT_TOKENS;
        String token = ManagementPaths.MANAGEMENT_TOKEN_PATTERN;
        routes.add(HttpMethod.GET, tokens, Operation.LIST_MANAGEMENT_TOKENS, this::list);
        routes.add(HttpMethod.POST, tokens, Operation.CREATE_MANAGEMENT_TOKEN, this::create);
        routes.add(HttpMethod.GET, token, Operation.LIST_MANAGEMENT_TOKENS, this::get);
        routes.add(HttpMethod.DELETE, token, Operation.REVOKE_MANAGEMENT_TOKEN, this::revoke);
    }

    private HttpResponse list(ManagementCall call) {
        return ManagementCall.ok(
                ManagementTokenCodec.writeList(verbs.list().run(call.grant()), call.accountForm()));
    }

    private HttpResponse create(ManagementCall call) throws InterruptedException {
        var request = ManagementTokenCodec.readNew(call.json());
        var made = verbs.create().run(call.grant(), request, call.origin());
        return ManagementCall.ok(ManagementTokenCodec.writeCreated(made, call.accountForm()));
    }

    private HttpResponse get(ManagementCall call) {
        return ManagementCall.ok(
                ManagementTokenCodec.write(
                        verbs.get().run(call.grant(), call.tokenId()), call.accountForm()));
    }

    private HttpResponse revoke(ManagementCall call) {
        verbs.revoke().run(call.grant(), call.tokenId(), call.origin());
        return ManagementCall.done();
    }
}
