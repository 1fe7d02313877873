// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import dev.sluice.model.Secret;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The provider's leave to ask a person for a sign-in (RFC 8628, section 3.2). All of it may be
/// shown, except the device code, which stands for the sign-in itself.
///
/// Everything that a terminal might print has no control characters, and every address is `http` or
/// `https`.
///
/// @param deviceCode what the polling shows; never printed
/// @param userCode what the person types in
/// @param verificationUri where the person goes
/// @param verificationUriComplete the same with the code filled in, if the provider has that
/// @param expiresIn how long the codes are good
/// @param interval how long to wait between two polls, at least
/// @param message the provider's own sentence for the person, if it has one
public record DeviceAuthorization(
        Secret deviceCode,
        String userCode,
        URI verificationUri,
        @Nullable URI verificationUriComplete,
        Duration expiresIn,
        Duration interval,
        @Nullable String message) {}
