// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

/// Limits of write requests (data.md 2.7).
///
/// @param bodyBytesMax of a body, as it comes and again decompressed
/// @param concurrentRequestsMax how many are worked on at once, once their body is there; beyond it
///   a write is answered 503
/// @param rowBytesMax what the rows of those may take together, see [RowMemory]
public record WriteLimits(long bodyBytesMax, int concurrentRequestsMax, long rowBytesMax) {}
