// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

/// A line that was refused, and why.
///
/// @param lineNumber 1-based; blank lines and comments do not count (data.md 1.2)
/// @param message the whole entry, such as `error parsing line 2 (1-based): …` (data.md 1.9)
public record RejectedLine(int lineNumber, String message) {}
