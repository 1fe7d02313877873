// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.openapi;

import java.net.URI;
import java.net.http.HttpHeaders;

/// A request and its answer.
///
/// @param method of the request
/// @param uri as it was sent
/// @param requestHeaders as they were sent
/// @param requestBody as it was sent, perhaps empty
/// @param status of the answer
/// @param headers of the answer
/// @param body of the answer, perhaps empty
record Exchange(
        String method,
        URI uri,
        HttpHeaders requestHeaders,
        String requestBody,
        int status,
        HttpHeaders headers,
        String body) {

    boolean succeeded() {
        return status >= 200 && status < 300;
    }
}
