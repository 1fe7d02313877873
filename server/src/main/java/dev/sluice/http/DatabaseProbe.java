// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.ResponseHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `POST /query` as writers of version 1 begin: with `CREATE DATABASE`, which administrators do
/// here, and which is answered as the statement that it is (data.md 8.4). No authentication: it
/// tells nothing. Other statements are not served on this path.
public final class DatabaseProbe implements Endpoint {
    private static final int BODY_BYTES_MAX = 16 * 1024;
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern CREATE_DATABASE =
            Pattern.compile(
                    "\\s*create\\s+database\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    @Override
    public void mount(Routes routes) {
        routes.add(List.of(HttpMethod.POST), "/query", DataErrors.LEGACY, DatabaseProbe::answer);
    }

    private static HttpResponse answer(Call call) throws InterruptedException {
        String statement = statement(call);
        if (statement == null || !CREATE_DATABASE.matcher(statement).matches()) {
            return DataErrors.LEGACY.noSuchPath();
        }
        return Json.answer(
                ResponseHeaders.builder(HttpStatus.OK),
                json ->
                        json.writeArrayPropertyStart("results")
                                .writeStartObject()
                                .writeNumberProperty("statement_id", 0)
                                .writeStringProperty(
                                        "error", "This feature is not implemented: CREATE DATABASE")
                                .writeEndObject()
                                .writeEndArray());
    }

    /// The form's statement, else that of the URL (data.md 3.1).
    private static @Nullable String statement(Call call) throws InterruptedException {
        if (call.header("content-type").startsWith(FORM)) {
            try (Body body = call.body(BODY_BYTES_MAX)) {
                String text = new String(body.array(), 0, body.size(), StandardCharsets.UTF_8);
                String inForm = QueryParams.fromQueryString(text).get("q");
                if (inForm != null) {
                    return inForm;
                }
            }
        }
        return call.queryParameter("q");
    }
}
