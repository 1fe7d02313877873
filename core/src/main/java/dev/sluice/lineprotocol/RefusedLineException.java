// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

/// A line that is refused: carries the message from where it is noticed to the loop over lines,
/// which turns it into a [RejectedLine]. Has no stack trace, so that a payload of bad lines costs
/// no more than one of good lines.
final class RefusedLineException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedLineException(String message) {
        super(message, null, false, false);
    }

    /// What is wrong with the line, without its number.
    String text() {
        return String.valueOf(getMessage());
    }
}
