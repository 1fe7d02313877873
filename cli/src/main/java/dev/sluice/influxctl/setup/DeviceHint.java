// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.setup;

/// What to change at a provider that starts no device flow, by the error that it gave (RFC 6749,
/// section 5.2; RFC 8628, section 3.1).
public final class DeviceHint {
    private DeviceHint() {}

    /// One sentence.
    ///
    /// @param said the trouble as [dev.sluice.oidc.DeviceStart.Failed] words it
    public static String of(ProviderKind kind, String said) {
        if (said.contains("unauthorized_client") || said.contains("unsupported_grant")) {
            return switch (kind) {
                case KEYCLOAK ->
                        "switch on \"OAuth 2.0 Device Authorization Grant\" in the client's"
                                + " Capability config";
                case AUTH0 ->
                        "switch on the grant \"Device Code\" in the application's Advanced Settings";
                case ENTRA ->
                        "set \"Allow public client flows\" to Yes in the registration's"
                                + " Authentication";
                case OTHER -> "allow the client to use the device authorization grant";
            };
        }
        if (said.contains("invalid_client")) {
            return "check client_id; a confidential client also needs client_secret in the profile"
                    + " (influxctl auth setup --client-secret-file)";
        }
        if (said.contains("scope") || said.contains("without OAuth's JSON")) {
            return "check client_id and scopes; the provider may not know one of the scopes";
        }
        return "check device_url, and that the provider can be reached from here";
    }
}
