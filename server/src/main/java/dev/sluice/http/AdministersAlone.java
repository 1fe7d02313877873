// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import java.util.List;

/// What a server that administers alone says where others take writes and answer queries. It says
/// 503, on which clients keep their points and send them again; to clients of Arrow Flight
/// `UNAVAILABLE`.
public final class AdministersAlone implements Endpoint {
    private static final String SENTENCE = "this server administers alone: %s";
    private static final String WRITES =
            SENTENCE.formatted("points go to the server that takes writes");
    private static final String QUERIES =
            SENTENCE.formatted("queries go to a server that answers them");

    private static final String FLIGHT = "/arrow.flight.protocol.FlightService/**";

    /// `UNAVAILABLE` of gRPC.
    private static final int GRPC_UNAVAILABLE = 14;

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
        routes.add(post, FLIGHT, DataErrors.CURRENT, _ -> flight());
    }

    private static HttpResponse refused(DataErrors form) {
        return form.unavailable(WRITES, DataErrors.RETRY_AFTER);
    }

    private static HttpResponse flight() {
        return HttpResponse.of(
                ResponseHeaders.builder(HttpStatus.OK)
                        .contentType(MediaType.create("application", "grpc"))
                        .build(),
                HttpData.empty(),
                HttpHeaders.of("grpc-status", GRPC_UNAVAILABLE, "grpc-message", QUERIES));
    }
}
