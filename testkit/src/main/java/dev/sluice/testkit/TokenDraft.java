// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A JWT in the making. Starts as a good one; a test bends what it wants bent and then signs.
/// Nothing here checks anything.
public final class TokenDraft {
    private final Map<String, Object> header = new LinkedHashMap<>();
    private final Map<String, Object> payload = new LinkedHashMap<>();

    /// An empty draft: no header members, no claims.
    public TokenDraft() {}

    /// Sets a header member.
    public TokenDraft header(String name, Object value) {
        header.put(name, value);
        return this;
    }

    /// Removes a header member.
    public TokenDraft withoutHeader(String name) {
        header.remove(name);
        return this;
    }

    /// Sets a claim.
    public TokenDraft claim(String name, Object value) {
        payload.put(name, value);
        return this;
    }

    /// Sets a claim to a NumericDate.
    public TokenDraft claim(String name, Instant value) {
        return claim(name, value.getEpochSecond());
    }

    /// Removes a claim.
    public TokenDraft without(String name) {
        payload.remove(name);
        return this;
    }

    /// The payload's JSON as it stands, for tests that bend the text itself.
    public String payloadJson() {
        return JSONObjectUtils.toJSONString(payload);
    }

    /// The token, signed by `pair`; `alg` and `kid` are filled in where the draft has none.
    public String sign(SigningPair pair) {
        return sign(pair, payloadJson());
    }

    /// The token with this text as payload.
    public String sign(SigningPair pair, String payloadJson) {
        Map<String, Object> complete = new LinkedHashMap<>(header);
        complete.putIfAbsent("alg", pair.algorithm());
        complete.putIfAbsent("kid", pair.keyId());
        return signed(pair, complete, payloadJson);
    }

    /// The token, signed by `pair`, with a header that names no key.
    public String signWithoutKeyId(SigningPair pair) {
        Map<String, Object> complete = new LinkedHashMap<>(header);
        complete.putIfAbsent("alg", pair.algorithm());
        return signed(pair, complete, payloadJson());
    }

    /// The token with an HMAC-SHA-256 over `secret`, and the header just as the draft has it.
    public String signWithHmac(byte[] secret) {
        String content = unsignedContent();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return content + '.' + encoded(mac.doFinal(content.getBytes(UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The token with an empty signature.
    public String unsigned() {
        return unsignedContent() + '.';
    }

    private static String signed(SigningPair pair, Map<String, Object> header, String payloadJson) {
        String content = encoded(JSONObjectUtils.toJSONString(header)) + '.' + encoded(payloadJson);
        return content + '.' + encoded(pair.sign(content.getBytes(UTF_8)));
    }

    private String unsignedContent() {
        return encoded(JSONObjectUtils.toJSONString(header)) + '.' + encoded(payloadJson());
    }

    private static String encoded(String text) {
        return encoded(text.getBytes(UTF_8));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
