// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import dev.sluice.api.ManagementPaths;
import dev.sluice.api.TokenCodec;
import dev.sluice.model.Operation;

/// The routes of database tokens (admin.md 4.5).
record TokenRoutes(ManagementVerbs.Tokens verbs) {

    void mount(ManagementRoutes routes) {
        String tokens = ManagementPaths.TOKENS;
        String token = ManagementPaths.TOKEN_PATTERN;
        routes.add(HttpMethod.GET, tokens, Operation.LIST_TOKENS, this::list);
        routes.add(HttpMethod.POST, tokens, Operation.CREATE_TOKEN, this::create);
        routes.add(HttpMethod.GET, token, Operation.LIST_TOKENS, this::get);
        routes.add(HttpMethod.PATCH, token, Operation.UPDATE_TOKEN, this::update);
        routes.add(HttpMethod.DELETE, token, Operation.REVOKE_TOKEN, this::revoke);
    }

    private HttpResponse list(ManagementCall call) {
        return ManagementCall.ok(
                TokenCodec.writeList(verbs.list().run(call.grant()), call.accountForm()));
    }

    private HttpResponse create(ManagementCall call) throws InterruptedException {
        var request = TokenCodec.readNew(call.json());
        var made = verbs.create().run(call.grant(), request, call.origin());
        return ManagementCall.ok(TokenCodec.writeCreated(made, call.accountForm()));
    }

    private HttpResponse get(ManagementCall call) {
        return ManagementCall.ok(
                TokenCodec.write(
                        verbs.get().run(call.grant(), call.tokenId()), call.accountForm()));
    }

    private HttpResponse update(ManagementCall call) throws InterruptedException {
        var request = TokenCodec.readUpdate(call.json());
        var updated = verbs.update().run(call.grant(), call.tokenId(), request, call.origin());
        return ManagementCall.ok(TokenCodec.write(updated, call.accountForm()));
    }

    private HttpResponse revoke(ManagementCall call) {
        verbs.revoke().run(call.grant(), call.tokenId(), call.origin());
        return ManagementCall.done();
    }
}
