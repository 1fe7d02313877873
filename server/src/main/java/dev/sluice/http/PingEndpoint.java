// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import java.util.List;

/// `GET` and `HEAD /ping`: which server this is (data.md 2.11). No authentication. Clients compare
/// the version to learn what it can do; the Java client reads it before its first query.
public final class PingEndpoint implements Endpoint {
    private static final String BUILD = "sluice";

    private final String version;

    /// @param version of this server
    public PingEndpoint(String version) {
        this.version = version;
    }

    @Override
    public void mount(Routes routes) {
        routes.add(
                List.of(HttpMethod.GET, HttpMethod.HEAD), "/ping", DataErrors.LEGACY, this::ping);
    }

    private HttpResponse ping(Call call) {
        boolean json =
                call.method() == HttpMethod.GET
                        && call.header("accept").contains("application/json");
        ResponseHeadersBuilder headers =
                ResponseHeaders.builder(json ? HttpStatus.OK : HttpStatus.NO_CONTENT)
                        .set("x-influxdb-version", version)
                        .set("x-influxdb-build", BUILD);
        return json
                ? Json.answer(
                        headers,
                        body ->
                                body.writeStringProperty("version", version)
                                        .writeStringProperty("revision", BUILD))
                : HttpResponse.of(headers.build());
    }
}
