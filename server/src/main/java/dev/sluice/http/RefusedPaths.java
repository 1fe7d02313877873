// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpStatus;
import java.util.List;

/// Paths that clients try and that this product generation answers with a fixed refusal (data.md
/// 2.1, 2.9, 2.10).
public final class RefusedPaths implements Endpoint {

    @Override
    public void mount(Routes routes) {
        DataErrors form = DataErrors.CURRENT;
        routes.add(
                List.of(HttpMethod.POST),
                "/api/v2/delete",
                form,
                _ -> form.answer(HttpStatus.NOT_IMPLEMENTED, "deletes are not supported"));
        routes.add(List.of(HttpMethod.POST), "/api/v2/query", form, _ -> form.noSuchPath());
        // A client that is told 405 falls back to /api/v2/write.
        routes.add(List.of(), "/api/v3/**", form, _ -> form.methodNotAllowed(List.of()));
    }
}
