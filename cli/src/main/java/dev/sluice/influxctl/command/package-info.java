// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// One class per command, and what they share: the chosen profile, calls of the management API,
/// arguments that may be files (admin.md 3.6 and 3.7).
///
/// Owns: flags, arguments, what each command prints. Does not own: how anything is done. Start at
/// [CommandTree].
@NullMarked
package dev.sluice.influxctl.command;

import org.jspecify.annotations.NullMarked;
