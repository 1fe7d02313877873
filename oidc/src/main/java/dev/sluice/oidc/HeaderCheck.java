// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a token's header must and must not say (admin.md 1.7, steps 5 to 7).
final class HeaderCheck {
    /// RFC 7519, section 5.1, and RFC 9068, section 2.1.
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

    private HeaderCheck() {}

    /// A code of [RejectionReasons], or null when the header is in order.
    static @Nullable String refusal(JsonObject header) {
        if (header.has("crit") || header.has("b64")) {
            return RejectionReasons.CRITICAL_HEADER;
        }
        String type = header.string("typ");
        if (header.has("typ") && (type == null || !TYPES.contains(type.toLowerCase(Locale.ROOT)))) {
            return RejectionReasons.BAD_TYPE;
        }
        return SigningAlgorithm.find(header.string("alg")) == null
                ? RejectionReasons.ALGORITHM_NOT_ALLOWED
                : null;
    }
}
