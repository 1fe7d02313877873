// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.LinkedHashMap;
import java.util.Map;

/// What [StubIdentityProvider] does with one request.
public sealed interface ScriptedAnswer {

    /// Answers.
    ///
    /// @param status the HTTP status
    /// @param contentType the content type
    /// @param body the body
    record Reply(int status, String contentType, String body) implements ScriptedAnswer {}

    /// Closes the connection without a word.
    record Cut() implements ScriptedAnswer {}

    /// Does not answer until the stub closes.
    record Silence() implements ScriptedAnswer {}

    /// Sends the client elsewhere.
    ///
    /// @param status a redirect's status
    /// @param location where to
    record Redirect(int status, String location) implements ScriptedAnswer {}

    /// A JSON body.
    static ScriptedAnswer json(int status, Map<String, ?> members) {
        return new Reply(
                status,
                "application/json",
                JSONObjectUtils.toJSONString(new LinkedHashMap<>(members)));
    }

    /// An OAuth error with status 400, as RFC 6749 has it.
    static ScriptedAnswer error(String code) {
        return json(400, Map.of("error", code));
    }

    /// An OAuth error with any status and a description.
    static ScriptedAnswer error(int status, String code, String description) {
        return json(status, Map.of("error", code, "error_description", description));
    }

    /// The person has not decided yet.
    static ScriptedAnswer pending() {
        return error("authorization_pending");
    }

    /// The client asks too often.
    static ScriptedAnswer slowDown() {
        return error("slow_down");
    }

    /// The person said no.
    static ScriptedAnswer denied() {
        return error("access_denied");
    }

    /// The codes are over.
    static ScriptedAnswer expired() {
        return error("expired_token");
    }

    /// Closes the connection without a word.
    static ScriptedAnswer cut() {
        return new Cut();
    }

    /// A page for a person, with status 200: what a wrong address or a proxy gives.
    static ScriptedAnswer html() {
        return new Reply(200, "text/html", "<html><body>Sign in</body></html>");
    }
}
