// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import dev.sluice.api.ManagementPaths;
import java.util.List;

/// What a server that answers queries alone says where others take writes and administer. It says
/// 503, on which clients keep their points and send them again.
public final class QueriesAlone implements Endpoint {
    private static final String SENTENCE =
            "this server answers queries alone: %s go to the server that takes writes";

    @Override
    public void mount(Routes routes) {
        List<HttpMethod> post = List.of(HttpMethod.POST);
        routes.add(post, "/api/v2/write", DataErrors.CURRENT, _ -> writes(DataErrors.CURRENT));
        routes.add(post, "/write", DataErrors.LEGACY, _ -> writes(DataErrors.LEGACY));
        ManagementErrors form = ManagementErrors.FORM;
        routes.area(ManagementPaths.BASE, form);
        routes.add(
                List.of(
                        HttpMethod.GET,
                        HttpMethod.HEAD,
                        HttpMethod.POST,
                        HttpMethod.PUT,
                        HttpMethod.PATCH,
                        HttpMethod.DELETE),
                ManagementPaths.BASE + "/**",
                form,
                _ ->
                        form.unavailable(
                                SENTENCE.formatted("requests to the Management API"),
                                ManagementErrors.RETRY_AFTER));
    }

    private static HttpResponse writes(DataErrors form) {
        return form.unavailable(SENTENCE.formatted("points"), DataErrors.RETRY_AFTER);
    }
}
