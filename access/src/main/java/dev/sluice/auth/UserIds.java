// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.provider.KnownProvider;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.UUID;

/// Our own identifiers of administrators: made from provider and identifier, so that the same
/// person has the same one on every node and after every change of the configuration (admin.md
/// 1.10).
///
/// It is a UUID of version 5 (RFC 9562, 5.5): SHA-1 over the namespace
/// `1a59489d-e04d-4282-a483-25f3f9bfd8ad` and the UTF-8 of `LENGTH:PROVIDER:ID`. `PROVIDER` is the
/// configured name, `LENGTH` its count of UTF-8 bytes in decimal, by which two different pairs
/// never are the same text; `ID` is the provider's identifier in the form in which identifiers are
/// compared. Tokens refer to these identifiers, so the construction never changes.
public final class UserIds {
    private static final UUID NAMESPACE = UUID.fromString("1a59489d-e04d-4282-a483-25f3f9bfd8ad");

    private UserIds() {}

    /// The identifier of a user.
    ///
    /// @param provider the configured name
    /// @param id the provider's identifier
    public static UUID of(String provider, String id) {
        int length = provider.getBytes(StandardCharsets.UTF_8).length;
        String name = length + ":" + provider + ":" + compared(provider, id);
        return version5(name.getBytes(StandardCharsets.UTF_8));
    }

    /// The form in which identifiers of a provider are compared: as they are, those of `azure` as
    /// GUIDs, without regard to case (admin.md 1.8).
    static String compared(String provider, String id) {
        return KnownProvider.ENTRA.isNamed(provider) ? id.toLowerCase(Locale.ROOT) : id;
    }

    private static UUID version5(byte[] name) {
        MessageDigest sha1;
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
        sha1.update(
                ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(NAMESPACE.getMostSignificantBits())
                        .putLong(NAMESPACE.getLeastSignificantBits())
                        .flip());
        ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name));
        long high = (hash.getLong() & ~0xf000L) | 0x5000L;
        long low = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
