// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

/// Which program this is.
///
/// @param number the release
/// @param system the operating system's name
/// @param architecture the processor's name
public record ProgramVersion(String number, String system, String architecture) {}
