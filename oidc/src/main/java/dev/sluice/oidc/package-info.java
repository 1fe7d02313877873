// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// What OAuth 2.0 and OpenID Connect say: the words, the device flow (RFC 8628), key sets (RFC
/// 7517) and the verification of tokens (RFC 7519).
///
/// Owns: talking to identity providers. Does not own: who is an administrator (`dev.sluice.auth`),
/// where a command line keeps tokens (`dev.sluice.influxctl`).
///
/// Start at [dev.sluice.oidc.DeviceFlow] for signing in, and at [dev.sluice.oidc.TokenVerifier] for
/// the other end, which asks [dev.sluice.oidc.SignatureCheck] for the key and
/// [dev.sluice.oidc.ClaimsCheck] for the rest; [dev.sluice.oidc.KeyCache] holds the keys that
/// [dev.sluice.oidc.KeySource] fetches. Every request goes through [dev.sluice.oidc.ProviderHttp].
@NullMarked
package dev.sluice.oidc;

import org.jspecify.annotations.NullMarked;
