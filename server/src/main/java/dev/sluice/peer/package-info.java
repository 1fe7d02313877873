// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// How a process that answers queries alone sees the rows that another one has in its buffer.
///
/// Owns: what the two say to each other, the copies and what they may take. Does not own: the
/// buffer, the path where it is asked for and who may ask (`dev.sluice.http`, `dev.sluice.auth`).
/// Start at [dev.sluice.peer.RemoteBuffer].
@NullMarked
package dev.sluice.peer;

import org.jspecify.annotations.NullMarked;
