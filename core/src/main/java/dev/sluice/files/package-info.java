// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Files, above all those that nobody but their owner opens: keys, tokens, passwords. Server,
/// command line and `./sluice up` share it.
///
/// Owns: the words for what is wrong with a file, modes, and that a file is there whole or not at
/// all. Does not own: what is in a file and where it lies. Start at
/// [dev.sluice.files.PrivateFiles].
@NullMarked
package dev.sluice.files;

import org.jspecify.annotations.NullMarked;
