// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.appinstance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `admin`: who administers, and how they sign in (admin.md 1.4). What is a [JsonNode] here is
/// handed on as it is; the server's loader knows its rules.
///
/// @param identityProvider its name
/// @param jwksEndpoint its keys
/// @param users who is let in
/// @param dsn the catalog's address for accounts and tokens
/// @param internalSigningKey the cluster's own key pair; null when it is made
/// @param issuer accepted issuers
/// @param audiences accepted audiences
/// @param acceptIdTokens whether an ID token will do
public record Admin(
        @Nullable JsonNode identityProvider,
        @Nullable JsonNode jwksEndpoint,
        @Nullable JsonNode users,
        @Nullable Sensitive dsn,
        @Nullable SigningKey internalSigningKey,
        @Nullable JsonNode issuer,
        @Nullable JsonNode audiences,
        @Nullable JsonNode acceptIdTokens) {

    /// The three parts of a key pair.
    ///
    /// @param id told in each token
    /// @param privateKey PKCS#8 PEM
    /// @param publicKey SPKI PEM
    public record SigningKey(Sensitive id, Sensitive privateKey, Sensitive publicKey) {
        /// @throws IllegalArgumentException when one is missing
        public SigningKey {
            Required.member(id, "id");
            Required.member(privateKey, "privateKey");
            Required.member(publicKey, "publicKey");
        }

        /// The parts by the names that their files have.
        public Map<String, Sensitive> parts() {
            Map<String, Sensitive> parts = new LinkedHashMap<>();
            parts.put("id", id);
            parts.put("privateKey", privateKey);
            parts.put("publicKey", publicKey);
            return parts;
        }
    }

    /// What a server reads: everything but what is secret, which reaches it by other ways.
    public Map<String, JsonNode> forServers() {
        Map<String, JsonNode> section = new LinkedHashMap<>();
        put(section, "identityProvider", identityProvider);
        put(section, "jwksEndpoint", jwksEndpoint);
        put(section, "users", users);
        put(section, "issuer", issuer);
        put(section, "audiences", audiences);
        put(section, "acceptIdTokens", acceptIdTokens);
        return section;
    }

    private static void put(Map<String, JsonNode> section, String key, @Nullable JsonNode value) {
        if (value != null && !value.isNull()) {
            section.put(key, value);
        }
    }
}
