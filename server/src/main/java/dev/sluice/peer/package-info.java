// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// What other processes of a cluster have to do with the one that takes writes: one that answers
/// queries alone sees the rows in its buffer, one that takes writes for it hands them on.
///
/// Owns: what the two say to each other, the copies and what they may take, how long a write is
/// held. Does not own: the buffer, the paths where the one process is asked and who may ask
/// (`dev.sluice.http`, `dev.sluice.auth`). Start at [dev.sluice.peer.RemoteBuffer] and
/// [dev.sluice.peer.HeldWrites].
@NullMarked
package dev.sluice.peer;

import org.jspecify.annotations.NullMarked;
