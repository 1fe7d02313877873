// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Who the user is to the cluster: which credential a profile gives, and the sign-in at the
/// identity provider when none is at hand (admin.md 3.3 to 3.5).
///
/// Owns: precedence, caching, refresh before expiry, what the person reads and the browser. Does
/// not own: the protocol (`dev.sluice.oidc`). Start at [Login].
@NullMarked
package dev.sluice.influxctl.login;

import org.jspecify.annotations.NullMarked;
