// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Tokens between runs: one file for each sign-in, readable by its owner only, replaced in one step
/// and guarded against a second process (admin.md 3.4).
///
/// Owns: file names, modes, locking, the JSON of a token. Does not own: when to refresh or to sign
/// in again (`dev.sluice.influxctl.login`). Start at [TokenCache].
@NullMarked
package dev.sluice.influxctl.tokencache;

import org.jspecify.annotations.NullMarked;
