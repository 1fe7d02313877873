// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import dev.sluice.api.ManagementPaths;
import java.util.List;

/// What a server that keeps stored files in order, and nothing else, says where others take writes,
/// answer queries and administer. It says 503, on which clients keep their points and send them
/// again.
public final class UpkeepAlone implements Endpoint {
    /// Where queries go instead.
    public static final String QUERIES = "queries go to a server that answers them";

    private static final List<HttpMethod> EVERY =
            List.of(
                    HttpMethod.GET,
                    HttpMethod.HEAD,
                    HttpMethod.POST,
                    HttpMethod.PUT,
                    HttpMethod.PATCH,
                    HttpMethod.DELETE);

    private final String what;

    /// @param what it does, as the beginning of a sentence
    public UpkeepAlone(String what) {
        this.what = what;
    }

    @Override
    public void mount(Routes routes) {
        List<HttpMethod> post = List.of(HttpMethod.POST);
        String points = "points go to the server that takes writes";
        routes.add(
                post, "/api/v2/write", DataErrors.CURRENT, _ -> data(DataErrors.CURRENT, points));
        routes.add(post, "/write", DataErrors.LEGACY, _ -> data(DataErrors.LEGACY, points));
        routes.add(
                List.of(HttpMethod.GET, HttpMethod.POST),
                "/query",
                DataErrors.QUERY,
                _ -> data(DataErrors.QUERY, QUERIES));
        ManagementErrors form = ManagementErrors.FORM;
        routes.area(ManagementPaths.BASE, form);
        routes.add(
                EVERY,
                ManagementPaths.BASE + "/**",
                form,
                _ ->
                        form.unavailable(
                                what
                                        + "requests to the Management API go to the server that"
                                        + " takes writes",
                                ManagementErrors.RETRY_AFTER));
    }

    private HttpResponse data(DataErrors form, String where) {
        return form.unavailable(what + where, DataErrors.RETRY_AFTER);
    }
}
