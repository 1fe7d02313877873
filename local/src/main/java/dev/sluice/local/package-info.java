// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// A whole installation on one machine, for a laptop and for the black-box tests: identity
/// provider, server process, profile, sample data, and the tour.
///
/// Owns: processes, ports and files under one directory. Knows the programs only by their command
/// lines. Start at `Main`.
@NullMarked
package dev.sluice.local;

import org.jspecify.annotations.NullMarked;
