// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.query;

/// One value of a result, of one of the few sorts that are shown differently.
sealed interface Cell {

    /// No value.
    record Absent() implements Cell {}

    /// True or false.
    record Flag(boolean value) implements Cell {}

    /// A number, its digits as both layouts print them.
    record Digits(String text) implements Cell {}

    /// A floating-point value that is no number: JSON has no digits for it.
    record NotANumber(String name) implements Cell {}

    /// A moment in nanoseconds since the epoch.
    record Moment(long nanos) implements Cell {}

    /// Everything else.
    record Words(String text) implements Cell {}
}
