// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// What the Secret `admin-token` holds (admin.md 2.3).
final class TokenDocument {
    /// The key of the Secret.
    static final String KEY = "token";

    private static final JsonMapper MAPPER = new JsonMapper();

    private TokenDocument() {}

    /// The ID of the key that is said to have signed the token; empty when there is no telling.
    /// Nothing is verified.
    static String keyId(Secret secret) {
        String encoded = secret.getData() == null ? null : secret.getData().get(KEY);
        if (encoded == null) {
            return "";
        }
        try {
            Base64.Decoder decoder = Base64.getDecoder();
            String document = new String(decoder.decode(encoded), StandardCharsets.UTF_8);
            String token = MAPPER.readTree(document).path("access_token").asText();
            String header = token.substring(0, Math.max(0, token.indexOf('.')));
            byte[] json = Base64.getUrlDecoder().decode(header);
            return MAPPER.readTree(new String(json, StandardCharsets.UTF_8)).path("kid").asText();
        } catch (JsonProcessingException | IllegalArgumentException damaged) {
            return "";
        }
    }
}
