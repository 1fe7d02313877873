// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.series;

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
}
