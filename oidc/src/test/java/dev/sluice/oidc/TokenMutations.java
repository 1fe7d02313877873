// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Bends a token without the key that signed it. Whatever comes out, only the token itself is good.
final class TokenMutations {
    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final String STRANGE = "=+/ .\t\n\u0000é\ud83d\ude00\"\\{}[],:%";

    /// Members that a forger would like, in place of or beside those that are there.
    private static final List<String> MEMBERS =
            List.of(
                    "\"alg\":\"none\"",
                    "\"alg\":\"HS256\"",
                    "\"alg\":\"ES256\"",
                    "\"alg\":\"PS256\"",
                    "\"alg\":null",
                    "\"alg\":[\"RS256\"]",
                    "\"kid\":null",
                    "\"kid\":7",
                    "\"kid\":\"\"",
                    "\"kid\":\"other\"",
                    "\"crit\":[\"exp\"]",
                    "\"b64\":false",
                    "\"typ\":\"JWE\"",
                    "\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}",
                    "\"sub\":\"root\"",
                    "\"sub\":null",
                    "\"exp\":1e308",
                    "\"exp\":-1e308",
                    "\"exp\":\"9999999999\"",
                    "\"exp\":{}",
                    "\"nbf\":1e999",
                    "\"aud\":[1,[2]]",
                    "\"iss\":\"https://elsewhere.example\"",
                    "\"\\u0065xp\":1",
                    "\"deep\":" + "[".repeat(2000) + "]".repeat(2000));

    private final SplittableRandom random;

    TokenMutations(SplittableRandom random) {
        this.random = random;
    }

    /// Another token made of `token`, or by rare chance the same.
    ///
    /// @param other a token of the same kind, for parts to be put together
    String mutate(String token, String other) {
        String bent = token;
        int steps = 1 + random.nextInt(3);
        for (int step = 0; step < steps; step++) {
            bent = once(bent, other);
        }
        return bent;
    }

    private String once(String token, String other) {
        return switch (random.nextInt(12)) {
            case 0 -> withCharacter(token, ALPHABET);
            case 1 -> withCharacter(token, STRANGE);
            case 2 -> token.substring(0, at(token));
            case 3 -> token.substring(at(token));
            case 4 -> inserted(token, String.valueOf(oneOf(STRANGE)));
            case 5 -> inserted(token, ".");
            case 6 -> token.substring(0, at(token)) + token.substring(at(token));
            case 7 -> spliced(token, other);
            case 8 -> padded(token);
            case 9 -> withMember(token, 0);
            case 10 -> withMember(token, 1);
            default -> withBitOfSignature(token);
        };
    }

    private String withCharacter(String token, String from) {
        if (token.isEmpty()) {
            return token;
        }
        int at = random.nextInt(token.length());
        return token.substring(0, at) + oneOf(from) + token.substring(at + 1);
    }

    private String inserted(String token, String text) {
        int at = at(token);
        return token.substring(0, at) + text + token.substring(at);
    }

    /// One segment of the other token in place of this one's; the segments in another order.
    private String spliced(String token, String other) {
        String[] parts = token.split("\\.", -1);
        String[] others = other.split("\\.", -1);
        parts[random.nextInt(parts.length)] = others[random.nextInt(others.length)];
        return String.join(".", parts);
    }

    private String padded(String token) {
        return switch (random.nextInt(4)) {
            case 0 -> token + "=";
            case 1 -> token + "A".repeat(random.nextInt(40_000));
            case 2 -> token.replace('-', '+').replace('_', '/');
            default -> token + ".".repeat(random.nextInt(5));
        };
    }

    /// The segment's JSON with a member more, in front or behind, or instead of all others.
    private String withMember(String token, int segment) {
        String[] parts = token.split("\\.", -1);
        if (parts.length <= segment) {
            return token;
        }
        String json = decoded(parts[segment]);
        String member = MEMBERS.get(random.nextInt(MEMBERS.size()));
        String bent =
                switch (random.nextInt(4)) {
                    case 0 -> json.replaceFirst("\\{", "{" + quoted(member) + ",");
                    case 1 -> json.replaceFirst("\\}$", "," + quoted(member) + "}");
                    case 2 -> "{" + member + "}";
                    default -> replacedMember(json, member);
                };
        parts[segment] =
                Base64.getUrlEncoder().withoutPadding().encodeToString(bent.getBytes(UTF_8));
        return String.join(".", parts);
    }

    private static String replacedMember(String json, String member) {
        String name = member.substring(0, member.indexOf(':') + 1);
        return json.replaceFirst(quotedPattern(name) + "(?:\"[^\"]*\"|[^,}]*)", quoted(member));
    }

    private static String quotedPattern(String text) {
        return Pattern.quote(text);
    }

    private static String quoted(String replacement) {
        return Matcher.quoteReplacement(replacement);
    }

    private static String decoded(String part) {
        try {
            return new String(Base64.getUrlDecoder().decode(part), UTF_8);
        } catch (IllegalArgumentException _) {
            return "{}";
        }
    }

    private String withBitOfSignature(String token) {
        int dot = token.lastIndexOf('.');
        if (dot + 1 >= token.length()) {
            return token;
        }
        int at = dot + 1 + random.nextInt(token.length() - dot - 1);
        int index = ALPHABET.indexOf(token.charAt(at));
        char bent = ALPHABET.charAt((Math.max(index, 0) ^ (1 << random.nextInt(6))) % 64);
        return token.substring(0, at) + bent + token.substring(at + 1);
    }

    private int at(String token) {
        return random.nextInt(token.length() + 1);
    }

    private char oneOf(String characters) {
        return characters.charAt(random.nextInt(characters.length()));
    }
}
