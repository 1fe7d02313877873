// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.series;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Takes one value of a row, whatever its type.
interface CellSink {

    /// No value.
    void nothing();

    /// A time.
    ///
    /// @param nanos since 1970
    void time(long nanos);

    void integer(long value);

    /// A whole number, read without a sign.
    void unsigned(long value);

    void real(double value);

    void truth(boolean value);

    void text(String value);

    /// A text as bytes.
    ///
    /// @param utf8 holds it from its start, and other things behind it; may change later
    /// @param length how many bytes it has
    default void text(byte[] utf8, int length) {
        text(new String(utf8, 0, length, UTF_8));
    }
}
