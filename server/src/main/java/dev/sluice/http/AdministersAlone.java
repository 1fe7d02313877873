// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import java.util.List;

/// What a server that administers alone says where others take writes and answer queries. It says
/// 503, on which clients keep their points and send them again.
public final class AdministersAlone implements Endpoint {
    private static final String SENTENCE = "this server administers alone: %s";
    private static final String WRITES =
            SENTENCE.formatted("points go to the server that takes writes");

    /// What it says of queries.
    public static final String QUERIES =
            SENTENCE.formatted("queries go to a server that answers them");

    @Override
    public void mount(Routes routes) {
        List<HttpMethod> post = List.of(HttpMethod.POST);
        routes.add(post, "/api/v2/write", DataErrors.CURRENT, _ -> refused(DataErrors.CURRENT));
        routes.add(post, "/write", DataErrors.LEGACY, _ -> refused(DataErrors.LEGACY));
        routes.add(
                List.of(HttpMethod.GET, HttpMethod.POST),
                "/query",
                DataErrors.QUERY,
                _ -> DataErrors.QUERY.unavailable(QUERIES, DataErrors.RETRY_AFTER));
    }

    private static HttpResponse refused(DataErrors form) {
        return form.unavailable(WRITES, DataErrors.RETRY_AFTER);
    }
}
