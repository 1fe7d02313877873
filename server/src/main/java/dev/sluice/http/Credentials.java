// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.auth.Credential;
import dev.sluice.model.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads what a request offers as proof; the only place that knows schemes.
public final class Credentials {
    private static final Credential MISSING = new Credential.Absent("missing");
    private static final Credential MALFORMED = new Credential.Absent("malformed_header");

    private Credentials() {}

    /// The credential of a data path or of a Flight call (data.md 2.8, 4.2): `Bearer`, `Token`, or
    /// `Basic` whose password is the token. The scheme in any case, then exactly one space.
    ///
    /// @param authorization every `Authorization` field of the request
    public static Credential ofData(List<String> authorization) {
        if (authorization.isEmpty()) {
            return MISSING;
        }
        String field = authorization.getFirst();
        int space = field.indexOf(' ');
        if (authorization.size() > 1 || space < 0) {
            return MALFORMED;
        }
        String rest = field.substring(space + 1);
        return switch (field.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "bearer", "token" -> ofToken(rest);
            case "basic" -> ofToken(password(rest));
            default -> MALFORMED;
        };
    }

    /// As [#ofData], or the query parameter `p` where there is no such field (data.md 2.8).
    ///
    /// @param parameter the value of `p`, or null
    static Credential ofData(List<String> authorization, @Nullable String parameter) {
        return authorization.isEmpty() && parameter != null
                ? ofToken(parameter)
                : ofData(authorization);
    }

    /// The credential of a query of version 1, where the parameter `p` goes before the field
    /// (data.md 2.8). Clients that have no password send an empty one.
    ///
    /// @param parameter the value of `p`, or empty
    static Credential ofQuery(List<String> authorization, String parameter) {
        return parameter.isEmpty() ? ofData(authorization) : ofToken(parameter);
    }

    /// The credential of the management API (admin.md 1.7): one `Bearer`, in any case, then one
    /// space or more; nothing else.
    ///
    /// @param authorization every `Authorization` field of the request
    static Credential ofManagement(List<String> authorization) {
        if (authorization.isEmpty()) {
            return MISSING;
        }
        String field = authorization.getFirst();
        boolean bearer = field.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length());
        return authorization.size() > 1 || !bearer
                ? MALFORMED
                : ofToken(field.substring("Bearer ".length()).stripLeading());
    }

    private static Credential ofToken(String token) {
        return token.isEmpty() || token.indexOf(' ') >= 0
                ? MALFORMED
                : new Credential.Bearer(Secret.of(token));
    }

    private static String password(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            String pair =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return pair.substring(pair.indexOf(':') + 1).equals(pair)
                    ? ""
                    : pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException | CharacterCodingException undecodable) {
            return "";
        }
    }
}
