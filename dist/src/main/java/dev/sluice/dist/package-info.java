// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Makes what is handed out: for the server and for the command line an archive and a Debian
/// package that carry their own runtime, the same bytes from the same commit.
///
/// Owns: what goes into them and where it lies. Does not own: building the programs, which the
/// launcher has done before. Called by `./sluice dist`. Start at [Distribution].
@NullMarked
package dev.sluice.dist;

import org.jspecify.annotations.NullMarked;
