// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

/// Limits of write requests (data.md 2.7).
///
/// @param bodyBytesMax of a body, as it comes and again decompressed
/// @param concurrentRequestsMax beyond it a write is answered 503
public record WriteLimits(long bodyBytesMax, int concurrentRequestsMax) {}
