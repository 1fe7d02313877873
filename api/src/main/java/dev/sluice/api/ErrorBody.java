// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

/// The body of every refusal (admin.md 4.2).
///
/// @param code equal to the HTTP status
/// @param message one sentence
public record ErrorBody(int code, String message) {}
