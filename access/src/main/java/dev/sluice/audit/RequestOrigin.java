// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.audit;

/// Where a request came from and what it asked for, as the audit log names it.
///
/// @param requestId the id that the answer carries in `X-Request-Id`
/// @param remoteAddress of the peer, without its port
/// @param method HTTP method, or the name of the gRPC method
/// @param route the route pattern, never the path itself with its parameters
public record RequestOrigin(String requestId, String remoteAddress, String method, String route) {
    /// No request: the server itself, or a file that was edited. Its members are not told.
    public static final RequestOrigin NONE = new RequestOrigin("", "", "", "");
}
