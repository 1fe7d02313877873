// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.login;

import dev.sluice.model.Problem;
import dev.sluice.oidc.OAuthClient;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Checks what people mistype in the addresses of Microsoft Entra ID, before anything is asked of
/// it: its own errors say little (admin.md 3.3).
public final class EntraAddresses {
    private static final Set<String> LOGIN_HOSTS =
            Set.of(
                    "login.microsoftonline.com",
                    "login.microsoftonline.us",
                    "login.partner.microsoftonline.cn",
                    "login.microsoft.com",
                    "login.windows.net",
                    "sts.windows.net");

    private static final Pattern PLACEHOLDER =
            Pattern.compile("(?i)[<{$%].*|.*(?:tenant_id|tenantid|your[-_]tenant).*|AZURE_.*");

    private EntraAddresses() {}

    /// Whether a host is one where Microsoft signs people in.
    public static boolean isLoginHost(@Nullable String host) {
        return host != null && LOGIN_HOSTS.contains(host.toLowerCase(Locale.ROOT));
    }

    /// Refuses settings that Entra ID cannot answer well; others pass.
    ///
    /// @throws dev.sluice.model.ProblemException `oauth2_invalid`, which says what to change
    public static void require(OAuthClient client) {
        URI device = client.deviceUrl();
        URI token = client.tokenUrl();
        if (!isLoginHost(device.getHost()) && !isLoginHost(token.getHost())) {
            return;
        }
        if (!String.valueOf(device.getHost()).equalsIgnoreCase(token.getHost())) {
            throw mistake(
                    "device_url and token_url must be on one Microsoft host, not on "
                            + device.getHost()
                            + " and "
                            + token.getHost());
        }
        String tenant = tenant("device_url", device, "devicecode");
        String other = tenant("token_url", token, "token");
        if (!tenant.equalsIgnoreCase(other)) {
            throw mistake(
                    "device_url and token_url must have one tenant, not \""
                            + tenant
                            + "\" and \""
                            + other
                            + "\"");
        }
        requireScopes(client.scopes(), client.clientId());
    }

    private static String tenant(String key, URI address, String last) {
        Matcher path =
                Pattern.compile("/([^/]*)/oauth2/v2\\.0/" + last)
                        .matcher(String.valueOf(address.getPath()));
        if (!path.matches()) {
            throw mistake(
                    key
                            + " must be https://"
                            + address.getHost()
                            + "/TENANT_ID/oauth2/v2.0/"
                            + last
                            + ", with the ID of your tenant");
        }
        String tenant = path.group(1);
        if (tenant.isBlank() || PLACEHOLDER.matcher(tenant).matches()) {
            throw mistake(key + " has \"" + tenant + "\" for a tenant; put in your tenant's ID");
        }
        return tenant;
    }

    private static void requireScopes(List<String> scopes, String clientId) {
        if (scopes.stream().allMatch(String::isBlank)) {
            throw mistake("scopes must not be empty; set scopes = [\"" + clientId + "/.default\"]");
        }
    }

    private static RuntimeException mistake(String what) {
        return Problem.invalid(
                        "oauth2_invalid", "[profile.auth.oauth2]: Microsoft Entra ID: " + what)
                .asException();
    }
}
