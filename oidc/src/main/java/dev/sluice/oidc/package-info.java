// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// What OAuth 2.0 and OpenID Connect say: the words, the device flow (RFC 8628), key sets (RFC
/// 7517) and the verification of tokens (RFC 7519).
///
/// Owns: talking to identity providers. Does not own: who is an administrator (`dev.sluice.auth`),
/// where a command line keeps tokens (`dev.sluice.influxctl`). Start at `DeviceFlow` and
/// `TokenVerifier`.
@NullMarked
package dev.sluice.oidc;

import org.jspecify.annotations.NullMarked;
