// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A tenant of Microsoft Entra ID. All tenants' tokens are signed by the same keys, so the tenant
/// must be checked by name (admin.md 1.8.3).
final class EntraTenant {
    private static final String GUID =
            "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";

    private static final Pattern FIRST_SEGMENT = Pattern.compile("^/([^/]+)(?:/.*)?$");
    private static final Pattern ID = Pattern.compile(GUID);

    private EntraTenant() {}

    /// Whether the tenant's ID is neither configured nor part of the address.
    static boolean mustBeResolved(ProviderSettings settings) {
        return ProviderProfile.of(settings.provider()) == ProviderProfile.ENTRA
                && settings.issuers().isEmpty()
                && ofAddress(settings.jwksEndpoint()) == null;
    }

    /// The tenant's ID in an address whose first segment it is; null when a name stands there.
    static @Nullable String ofAddress(URI address) {
        String segment = firstSegment(address);
        return segment != null && ID.matcher(segment).matches()
                ? segment.toLowerCase(Locale.ROOT)
                : null;
    }

    /// The tenant's ID in an issuer; null when it has none.
    static @Nullable String ofIssuer(@Nullable String issuer) {
        URI address = WebAddress.find(issuer);
        return address == null ? null : ofAddress(address);
    }

    /// Where the discovery document of the tenant is that `endpoint` names.
    static URI discoveryUrl(URI endpoint) {
        String segment = firstSegment(endpoint);
        return endpoint.resolve(
                "/"
                        + (segment == null ? "" : segment + "/")
                        + "v2.0/.well-known/openid-configuration");
    }

    /// The issuers of a tenant's tokens: versions 1.0 and 2.0, in the public and the sovereign
    /// clouds.
    static Set<String> issuers(String tenantId) {
        return Set.of(
                "https://sts.windows.net/" + tenantId + "/",
                "https://sts.chinacloudapi.cn/" + tenantId + "/",
                "https://login.microsoftonline.com/" + tenantId + "/v2.0",
                "https://login.microsoftonline.us/" + tenantId + "/v2.0",
                "https://login.partner.microsoftonline.cn/" + tenantId + "/v2.0");
    }

    /// Whether two issuers are one tenant's. Its keys name the issuer of version 2.0 alone, also
    /// where they sign a token of version 1.0.
    static boolean areOfOneTenant(String one, String other) {
        String tenant = ofIssuer(one);
        return tenant != null
                && issuers(tenant).contains(one.toLowerCase(Locale.ROOT))
                && issuers(tenant).contains(other);
    }

    private static @Nullable String firstSegment(URI address) {
        Matcher matcher = FIRST_SEGMENT.matcher(address.getRawPath());
        return matcher.matches() ? matcher.group(1) : null;
    }
}
