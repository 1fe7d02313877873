// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.series;

/// Where the bytes of an answer go. It may hold the last of them back, and those can be taken back.
public interface AnswerSink {

    /// Appends bytes; may wait until the reader takes some.
    void write(byte[] bytes, int offset, int length);

    /// How many bytes were written so far.
    long position();

    /// Takes back what was written from a position on.
    ///
    /// @return false when some of it is out of reach already; then all of it stays
    boolean rewind(long position);

    /// Says that this is a good moment to hand over what is held back.
    void pause();
}
