// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether a token is from the issuer whose users are listed (admin.md 1.5, 1.7 step 15, 1.8.3).
///
/// In order: the configured issuers; for `azure` those of the tenant; the one that the discovery
/// document names; any, when nothing is known.
final class IssuerCheck {
    private static final String TENANT_PLACEHOLDER = "{tenantid}";

    private final ProviderSettings settings;
    private final boolean isEntra;

    IssuerCheck(ProviderSettings settings) {
        this.settings = settings;
        this.isEntra = ProviderProfile.of(settings.provider()) == ProviderProfile.ENTRA;
    }

    /// A code of [RejectionReasons], or null when the issuer is in order.
    @Nullable String refusal(JsonObject claims, SigningKey key, KeySet set) {
        String issuer = claims.string("iss");
        if (issuer == null) {
            return RejectionReasons.BAD_ISSUER;
        }
        String tenant = isEntra ? tenant(set) : null;
        Set<String> accepted = accepted(set, tenant);
        if (!accepted.isEmpty() && !accepted.contains(issuer)) {
            return RejectionReasons.BAD_ISSUER;
        }
        return isEntra ? entraRefusal(claims, issuer, key, tenant) : null;
    }

    private Set<String> accepted(KeySet set, @Nullable String tenant) {
        if (!settings.issuers().isEmpty()) {
            return settings.issuers();
        }
        if (tenant != null) {
            return EntraTenant.issuers(tenant);
        }
        String discovered = set.issuer();
        return discovered == null ? Set.of() : Set.of(discovered);
    }

    private static @Nullable String entraRefusal(
            JsonObject claims, String issuer, SigningKey key, @Nullable String tenant) {
        String claimed = claims.string("tid");
        if (tenant != null && claims.has("tid") && !tenant.equalsIgnoreCase(claimed)) {
            return RejectionReasons.BAD_TENANT;
        }
        String template = key.issuer();
        if (template == null) {
            return null;
        }
        String expected = template.replace(TENANT_PLACEHOLDER, claimed == null ? "" : claimed);
        return expected.equals(issuer) || EntraTenant.areOfOneTenant(expected, issuer)
                ? null
                : RejectionReasons.BAD_ISSUER;
    }

    private @Nullable String tenant(KeySet set) {
        String ofAddress = EntraTenant.ofAddress(settings.jwksEndpoint());
        return ofAddress == null ? EntraTenant.ofIssuer(set.issuer()) : ofAddress;
    }
}
