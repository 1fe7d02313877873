// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.setup;

/// What one look of [Doctor] found.
///
/// @param name what was looked at
/// @param status how it is
/// @param message what was found
/// @param remedy what to do; empty where there is nothing to do
public record Check(String name, Status status, String message, String remedy) {

    /// How it is.
    public enum Status {
        /// As it should be.
        OK("ok"),
        /// It works, and something is worth knowing.
        NOTE("note"),
        /// A sign-in fails for this.
        FAILED("FAIL"),
        /// Not looked at, for want of something before it.
        SKIPPED("skip");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        /// As a line shows it.
        public String word() {
            return word;
        }
    }

    static Check ok(String name, String message) {
        return new Check(name, Status.OK, message, "");
    }

    static Check note(String name, String message, String remedy) {
        return new Check(name, Status.NOTE, message, remedy);
    }

    static Check failed(String name, String message, String remedy) {
        return new Check(name, Status.FAILED, message, remedy);
    }

    static Check skipped(String name, String message) {
        return new Check(name, Status.SKIPPED, message, "");
    }
}
