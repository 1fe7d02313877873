// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import tools.jackson.databind.JsonNode;

/// The JSON of refusals, in both directions (admin.md 4.2).
public final class ErrorCodec {
    private ErrorCodec() {}

    /// `{"code":…,"message":…}`.
    public static byte[] write(ErrorBody error) {
        return Json.writeObject(json -> {
            json.writeNumberProperty("code", error.code());
            json.writeStringProperty("message", error.message());
        });
    }

    /// A refusal, as [#write] wrote it. Throws the [dev.sluice.model.Problem] `invalid_body` for
    /// anything else, so that a stranger's answer is never taken for the API's.
    public static ErrorBody read(byte[] body) {
        JsonNode json = Json.readObject(body);
        if (Json.find(json, "code") == null) {
            throw Json.invalid("code is required");
        }
        return new ErrorBody(Json.int32(json, "code", 0), Json.requireText(json, "message"));
    }
}
