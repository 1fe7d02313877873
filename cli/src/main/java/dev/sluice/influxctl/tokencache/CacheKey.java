// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.tokencache;

import dev.sluice.model.Secret;
import dev.sluice.oidc.OAuthClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Names one sign-in: a digest of everything that would change the credential, so that a token for
/// one cluster, client or provider is never offered to another (admin.md 3.4).
///
/// @param profileName the profile, which `auth logout` clears as a whole
/// @param digest 64 hexadecimal digits
public record CacheKey(String profileName, String digest) {

    /// The key of a sign-in for `address`, the cluster's `host:port`.
    public static CacheKey of(String profileName, String address, OAuthClient client) {
        List<String> parts = new ArrayList<>();
        parts.add(profileName);
        parts.add(address);
        parts.add(client.clientId());
        Secret secret = client.clientSecret();
        parts.add(secret == null ? "" : secret.reveal());
        parts.add(client.deviceUrl().toString());
        parts.add(client.tokenUrl().toString());
        parts.add(String.valueOf(client.scopes().size()));
        parts.addAll(client.scopes());
        for (Map.Entry<String, String> entry : new TreeMap<>(client.parameters()).entrySet()) {
            parts.add(entry.getKey());
            parts.add(entry.getValue());
        }
        return new CacheKey(profileName, digest(parts));
    }

    /// The beginning of every file name of a profile: its name, safe on any file system.
    static String prefix(String profileName) {
        return URLEncoder.encode(profileName, StandardCharsets.UTF_8).replace("*", "%2A") + "-";
    }

    String fileName(String ending) {
        return prefix(profileName) + digest + ending;
    }

    /// Each part goes in with its length, so that no two lists give the same bytes.
    private static String digest(List<String> parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                sha256.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                sha256.update(bytes);
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
