// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import java.util.List;

/// `GET /health`: 200 `OK` while the process serves, else 503 (data.md 2.11). No authentication.
public final class HealthEndpoint implements Endpoint {
    /// Answered until the port is closed.
    static final String PATH = "/health";

    private final Readiness readiness;

    /// @param readiness what to tell
    public HealthEndpoint(Readiness readiness) {
        this.readiness = readiness;
    }

    @Override
    public void mount(Routes routes) {
        routes.add(
                List.of(HttpMethod.GET, HttpMethod.HEAD), PATH, DataErrors.CURRENT, _ -> health());
    }

    private HttpResponse health() {
        return switch (readiness.state()) {
            case STARTING -> answer(HttpStatus.SERVICE_UNAVAILABLE, "starting");
            case STANDING_BY -> answer(HttpStatus.SERVICE_UNAVAILABLE, "standing by");
            case READY ->
                    readiness
                            .trouble()
                            .map(reason -> answer(HttpStatus.SERVICE_UNAVAILABLE, reason))
                            .orElseGet(() -> answer(HttpStatus.OK, "OK"));
            case DRAINING -> answer(HttpStatus.SERVICE_UNAVAILABLE, "draining");
        };
    }

    private static HttpResponse answer(HttpStatus status, String word) {
        return HttpResponse.of(status, MediaType.PLAIN_TEXT_UTF_8, word);
    }
}
