// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

/// A line that was refused, and why.
///
/// @param lineNumber 1-based; blank lines and comments do not count (data.md 1.2)
/// @param message the whole entry, such as `error parsing line 2 (1-based): …` (data.md 1.9)
public record RejectedLine(int lineNumber, String message) {

    /// A line that does not parse (data.md 1.9).
    ///
    /// @param lineNumber 1-based
    /// @param reason the message without the line number
    static RejectedLine parsing(int lineNumber, String reason) {
        return new RejectedLine(
                lineNumber, "error parsing line " + lineNumber + " (1-based): " + reason);
    }

    /// A line that parses and cannot be stored (data.md 1.9).
    ///
    /// @param lineNumber 1-based
    /// @param reason the message without the line number
    public static RejectedLine writing(int lineNumber, String reason) {
        return new RejectedLine(
                lineNumber, "error writing line " + lineNumber + " (1-based): " + reason);
    }
}
