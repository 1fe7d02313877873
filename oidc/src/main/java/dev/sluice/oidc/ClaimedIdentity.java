// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import dev.sluice.model.Secret;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a token says of itself, read by somebody who only carries it. **Not verified**: good for
/// showing and for finding out why a cluster refuses it, never for a decision ([VerifiedIdentity]).
///
/// @param issuer the claim `iss`
/// @param subject the claim `sub`
/// @param objectId the claim `oid` of Microsoft Entra ID
/// @param version the claim `ver` of Microsoft Entra ID
/// @param audiences the claim `aud`
/// @param client the client it was issued to: `azp`, `appid` or `client_id`
/// @param name for people: `name`, `preferred_username`, `upn` or `unique_name`
/// @param email the claim `email`
/// @param type the payload's `typ`
/// @param algorithm the header's `alg`
/// @param keyId the header's `kid`
/// @param carriesNonce whether the header has a `nonce`, by which Microsoft marks tokens that only
///   its own services can verify
/// @param issuedAt the claim `iat`
/// @param expiresAt the claim `exp`
public record ClaimedIdentity(
        @Nullable String issuer,
        @Nullable String subject,
        @Nullable String objectId,
        @Nullable String version,
        List<String> audiences,
        @Nullable String client,
        @Nullable String name,
        @Nullable String email,
        @Nullable String type,
        @Nullable String algorithm,
        @Nullable String keyId,
        boolean carriesNonce,
        @Nullable Instant issuedAt,
        @Nullable Instant expiresAt) {

    /// Copies the audiences.
    public ClaimedIdentity {
        audiences = List.copyOf(audiences);
    }

    /// Reads a token.
    ///
    /// @return null for anything but a JWT in three segments
    public static @Nullable ClaimedIdentity find(Secret token) {
        CompactToken compact = CompactToken.find(token.reveal());
        JsonObject header = compact == null ? null : compact.header();
        JsonObject payload = compact == null ? null : compact.payload();
        if (header == null || payload == null) {
            return null;
        }
        return new ClaimedIdentity(
                payload.string("iss"),
                payload.string("sub"),
                payload.string("oid"),
                payload.string("ver"),
                payload.strings("aud"),
                first(payload, "azp", "appid", "client_id"),
                first(payload, "name", "preferred_username", "upn", "unique_name"),
                payload.string("email"),
                payload.string("typ"),
                header.string("alg"),
                header.string("kid"),
                header.has("nonce"),
                payload.time("iat"),
                payload.time("exp"));
    }

    private static @Nullable String first(JsonObject payload, String... names) {
        for (String name : names) {
            String value = payload.string(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }
}
