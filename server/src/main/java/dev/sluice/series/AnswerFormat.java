// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.series;

/// The forms of an answer (data.md 3.1).
public enum AnswerFormat {
    /// The usual one.
    JSON("application/json"),
    /// A line a row.
    CSV("application/csv"),
    /// The shortest.
    MESSAGE_PACK("application/x-msgpack");

    private final String mediaType;

    AnswerFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /// What the header `Content-Type` says of it.
    public String mediaType() {
        return mediaType;
    }
}
