// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

/// What an answer 401 says in `WWW-Authenticate` (admin.md 4.2; RFC 6750, section 3).
enum Challenge {
    /// Nothing was sent that could be read as a credential.
    BARE("Bearer"),
    /// What was sent is no good; why, nobody is told.
    INVALID_TOKEN("Bearer error=\"invalid_token\""),
    /// The request has more than one field `Authorization`, so that nobody can say which counts.
    INVALID_REQUEST("Bearer error=\"invalid_request\"");

    private final String field;

    Challenge(String field) {
        this.field = field;
    }

    /// The challenge for a refused call.
    ///
    /// @param credentialSent whether the gate saw a credential
    static Challenge of(Call call, boolean credentialSent) {
        if (call.headers("authorization").size() > 1) {
            return INVALID_REQUEST;
        }
        return credentialSent ? INVALID_TOKEN : BARE;
    }

    /// The value of the field.
    String field() {
        return field;
    }
}
