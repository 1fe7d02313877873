// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// A JWT in compact form (RFC 7515, section 7.1), taken apart and not yet believed.
final class CompactToken {
    private final String text;
    private final int payloadStart;
    private final int signatureStart;

    private CompactToken(String text, int payloadStart, int signatureStart) {
        this.text = text;
        this.payloadStart = payloadStart;
        this.signatureStart = signatureStart;
    }

    /// Cuts `text` at its dots.
    ///
    /// @return null unless these are exactly three segments of strict base64url: no padding, no
    ///   other characters, no stray bits at the end
    static @Nullable CompactToken find(String text) {
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        if (first < 0 || second < 0 || text.indexOf('.', second + 1) >= 0) {
            return null;
        }
        CompactToken token = new CompactToken(text, first + 1, second + 1);
        return isBase64Url(text, 0, first)
                        && isBase64Url(text, first + 1, second)
                        && isBase64Url(text, second + 1, text.length())
                ? token
                : null;
    }

    /// Whether `text` is a JWT by its looks: three segments, the first of them a JSON object.
    static boolean isJwt(String text) {
        CompactToken token = find(text);
        return token != null && token.header() != null;
    }

    /// When a token that we only carry says that it ends; null when it cannot be read.
    static @Nullable Instant claimedExpiry(String text) {
        CompactToken token = find(text);
        JsonObject payload = token == null ? null : token.payload();
        return payload == null ? null : payload.time("exp");
    }

    /// The header; null when it is no JSON object or names a member twice.
    @Nullable JsonObject header() {
        return object(text.substring(0, payloadStart - 1));
    }

    /// The payload; null when it is no JSON object or names a member twice.
    @Nullable JsonObject payload() {
        return object(text.substring(payloadStart, signatureStart - 1));
    }

    /// The bytes that are signed.
    byte[] signedBytes() {
        return text.substring(0, signatureStart - 1).getBytes(US_ASCII);
    }

    /// The signature as it came.
    String signature() {
        return text.substring(signatureStart);
    }

    private static @Nullable JsonObject object(String segment) {
        byte[] bytes = Base64.getUrlDecoder().decode(segment);
        try {
            return JsonObject.find(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    private static boolean isBase64Url(String text, int from, int to) {
        int strayBits =
                switch ((to - from) % 4) {
                    case 0 -> 0;
                    case 2 -> 0b1111;
                    case 3 -> 0b11;
                    default -> -1;
                };
        int last = 0;
        for (int i = from; i < to; i++) {
            last = base64UrlValue(text.charAt(i));
            if (last < 0) {
                return false;
            }
        }
        return strayBits >= 0 && (last & strayBits) == 0;
    }

    private static int base64UrlValue(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '-' ? 62 : c == '_' ? 63 : -1;
    }
}
