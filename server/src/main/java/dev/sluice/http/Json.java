// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Small JSON answers, member by member.
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /// An answer whose body is one object.
    ///
    /// @param headers with the status
    /// @param members writes the object's members
    static HttpResponse answer(ResponseHeadersBuilder headers, Consumer<JsonGenerator> members) {
        return whole(headers, members).toHttpResponse();
    }

    /// The same as a whole.
    static AggregatedHttpResponse whole(
            ResponseHeadersBuilder headers, Consumer<JsonGenerator> members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            members.accept(json);
            json.writeEndObject();
        }
        return AggregatedHttpResponse.of(
                headers.contentType(MediaType.JSON).build(), HttpData.wrap(bytes.toByteArray()));
    }
}
