// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import java.net.URI;

/// What an OAuth endpoint said, judged by the body before the status: providers disagree about the
/// statuses of the errors of RFC 8628, and about the content type.
sealed interface ProviderAnswer {

    /// Success, with a JSON object.
    ///
    /// @param members what it says
    record Success(JsonObject members) implements ProviderAnswer {}

    /// An OAuth error (RFC 6749, section 5.2).
    ///
    /// @param code the member `error`
    /// @param description the member `error_description`; empty when absent
    record OAuthError(String code, String description) implements ProviderAnswer {

        /// The error as a sentence for the person.
        String sentence(URI url) {
            return "the identity provider at "
                    + WebAddress.shown(url)
                    + " refused: "
                    + code
                    + (description.isEmpty() ? "" : ": " + description);
        }
    }

    /// No answer now; a later one may come.
    ///
    /// @param message one sentence for the person
    record Unavailable(String message) implements ProviderAnswer {}

    /// An answer that no OAuth endpoint gives; asking again is of no use.
    ///
    /// @param message one sentence for the person, with what to check
    record Nonsense(String message) implements ProviderAnswer {}

    /// Judges `answer`.
    ///
    /// @param url what was asked
    /// @param setting the name under which the person set that address
    static ProviderAnswer of(URI url, String setting, HttpAnswer answer) {
        return switch (answer) {
            case HttpAnswer.Unreachable(ProviderUnreachable why) -> new Unavailable(why.sentence());
            case HttpAnswer.Answered answered -> judged(url, setting, answered);
        };
    }

    private static ProviderAnswer judged(URI url, String setting, HttpAnswer.Answered answered) {
        JsonObject members = JsonObject.find(answered.body());
        if (members != null) {
            String code = PrintableText.word(members.string(OAuthWords.ERROR));
            if (!code.isEmpty()) {
                return new OAuthError(
                        code, PrintableText.sentence(members.string(OAuthWords.ERROR_DESCRIPTION)));
            }
            if (answered.isSuccess()) {
                return new Success(members);
            }
        }
        String place =
                setting + " " + WebAddress.shown(url) + " answered " + answered.shownStatus(url);
        if (answered.status() >= 500 || answered.status() == 429) {
            return new Unavailable(place);
        }
        if (answered.isRedirect()) {
            return new Nonsense(place + "; set " + setting + " to the final address");
        }
        return new Nonsense(
                place
                        + " without OAuth's JSON; check "
                        + setting
                        + (answered.isSuccess() ? ", client_id and scopes" : ""));
    }
}
