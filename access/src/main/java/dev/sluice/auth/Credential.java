// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.model.Secret;

/// What a request offered as proof. A door reads headers into this, once.
public sealed interface Credential {

    /// Nothing at all, or nothing that could be read.
    ///
    /// @param reason for the log and the audit only, such as `missing` or `malformed_header`
    record Absent(String reason) implements Credential {}

    /// A token, from whichever header or parameter.
    ///
    /// @param token the text after the scheme
    record Bearer(Secret token) implements Credential {}
}
