// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Who are you, are you listed, may you: the only issuer of `Grant`.
///
/// Owns: reading credentials, the administrator list, groups, permissions, the admin token,
/// management tokens. Does not own: downloading keys and checking signatures (`dev.sluice.oidc`).
/// Called by the doors. Start at [dev.sluice.auth.Gatekeeper].
@NullMarked
package dev.sluice.auth;

import org.jspecify.annotations.NullMarked;
