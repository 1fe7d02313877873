// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import java.util.List;
import java.util.OptionalLong;

/// `POST /api/v2/write` and `POST /write` (data.md 2.2 to 2.8). Checks in this order: parameters,
/// credentials, encoding, body; then it is the [WriteWork]'s. A body that is slow to arrive takes
/// memory of [BodyMemory] and no place among the writes that are worked on, so that others get
/// through.
public final class WriteEndpoint implements Endpoint {
    /// Where writes of version 2 go.
    static final String CURRENT_PATH = "/api/v2/write";

    /// Where writes of version 1 go.
    static final String LEGACY_PATH = "/write";

    private final WriteAdmission admission;

    /// @param gate decides who may write
    /// @param work takes the writes that are let in
    public WriteEndpoint(DatabaseDecider gate, WriteWork work) {
        this.admission = new WriteAdmission(gate, work);
    }

    @Override
    public void mount(Routes routes) {
        List<HttpMethod> post = List.of(HttpMethod.POST);
        routes.add(post, CURRENT_PATH, DataErrors.CURRENT, this::current);
        routes.add(post, LEGACY_PATH, DataErrors.LEGACY, this::legacy);
    }

    private HttpResponse current(Call call) throws InterruptedException {
        WriteParameters parameters = WriteParameters.ofCurrent(call.query());
        WriteRequest request =
                new WriteRequest(
                        parameters.database(),
                        parameters.precision(),
                        Credentials.ofData(call.headers("authorization")),
                        encoding(call),
                        OptionalLong.empty());
        return admission.answer(call, request, DataErrors.CURRENT);
    }

    private HttpResponse legacy(Call call) throws InterruptedException {
        WriteParameters parameters = WriteParameters.ofLegacy(call.query());
        WriteRequest request =
                new WriteRequest(
                        parameters.database(),
                        parameters.precision(),
                        Credentials.ofData(call.headers("authorization"), parameters.token()),
                        encoding(call),
                        OptionalLong.empty());
        return admission.answer(call, request, DataErrors.LEGACY);
    }

    /// How the body of a write is encoded.
    static String encoding(Call call) {
        List<String> encodings = call.headers(HttpHeaderNames.CONTENT_ENCODING.toString());
        return encodings.isEmpty() ? "identity" : String.join(", ", encodings);
    }
}
