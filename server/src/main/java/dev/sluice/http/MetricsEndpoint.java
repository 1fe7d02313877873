// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import java.util.List;
import java.util.function.Supplier;

/// `GET /metrics`: every meter in the text form of Prometheus (data.md 2.1). No authentication, so
/// it is mounted on the internal port alone.
public final class MetricsEndpoint implements Endpoint {
    private static final MediaType TEXT_0_0_4 =
            MediaType.parse("text/plain; version=0.0.4; charset=utf-8");

    private final Supplier<String> text;

    /// @param text gives all meters in version 0.0.4 of the form
    public MetricsEndpoint(Supplier<String> text) {
        this.text = text;
    }

    @Override
    public void mount(Routes routes) {
        routes.add(
                List.of(HttpMethod.GET, HttpMethod.HEAD),
                "/metrics",
                DataErrors.CURRENT,
                _ -> HttpResponse.of(HttpStatus.OK, TEXT_0_0_4, text.get()));
    }
}
