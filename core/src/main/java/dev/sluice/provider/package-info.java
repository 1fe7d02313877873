// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Identity providers, as far as they are known by name and address alone. Server, command line,
/// operator and `./sluice up` share it.
///
/// Owns: their names, and how the addresses of a documented provider follow from one another. Does
/// not own: talking to a provider (`dev.sluice.oidc`). Start at
/// [dev.sluice.provider.KnownProvider].
@NullMarked
package dev.sluice.provider;

import org.jspecify.annotations.NullMarked;
