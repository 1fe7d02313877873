// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// The program `sluice`: its command line, the one place where everything is constructed, start and
/// stop order.
///
/// Start at `Main` and `Assembly`.
@NullMarked
package dev.sluice.server;

import org.jspecify.annotations.NullMarked;
