// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// The program `influxctl`: its command line and the one place where it is constructed.
/// Sub-packages: `profile`, `login`, `tokencache`, `output`, and the commands.
///
/// Start at `Main` and `Assembly`.
@NullMarked
package dev.sluice.influxctl;

import org.jspecify.annotations.NullMarked;
