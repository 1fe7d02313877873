// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.measure;

/// Something that is measured.
///
/// @param name what it is called when it is measured, such as `cpu`
/// @param title as the report has it, such as `CPU time a token`
/// @param unit such as `us` or `1/s`
public record Quantity(String name, String title, String unit) {}
