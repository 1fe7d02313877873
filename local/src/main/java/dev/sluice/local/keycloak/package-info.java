// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// A real Keycloak on this machine: fetched and prepared once, started beside the server, filled
/// with a realm, a device-flow client and people, and signed in to without a browser.
///
/// Owns: everything that knows Keycloak. Does not own: what Sluice makes of the tokens. Start at
/// [KeycloakProcess].
@NullMarked
package dev.sluice.local.keycloak;

import org.jspecify.annotations.NullMarked;
