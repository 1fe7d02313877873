// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.auth.Credential;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Precision;
import java.util.OptionalLong;

/// A write, read from its headers and parameters; the body follows.
///
/// @param database where to
/// @param precision of its timestamps
/// @param credential what it offered as proof
/// @param encoding of its body, `gzip` or `identity` or something that is refused
/// @param arrivedNanos when another process of the cluster took it, in nanoseconds since 1970;
///   empty where it comes from its client
record WriteRequest(
        DatabaseName database,
        Precision precision,
        Credential credential,
        String encoding,
        OptionalLong arrivedNanos) {

    /// Whether the body is gzip.
    boolean gzip() {
        return encoding.equalsIgnoreCase("gzip");
    }

    /// Whether the body is anything that is taken.
    boolean encodingKnown() {
        return gzip() || encoding.equalsIgnoreCase("identity") || encoding.isEmpty();
    }
}
