// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.setup;

import dev.sluice.oidc.ClaimedIdentity;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a cluster has to be told about its provider and its administrators, ready to paste
/// (admin.md 1.4).
///
/// @param identityProvider see [ProviderKind#settingName]
/// @param jwksEndpoint where the cluster finds the provider's keys
/// @param user the first administrator
public record ClusterSettings(String identityProvider, String jwksEndpoint, User user) {

    /// An entry of `admin.users`.
    ///
    /// @param id what the provider calls the person
    public record User(String id, String firstName, String lastName, String email) {
        /// Somebody to be filled in.
        public static final User PLACEHOLDER =
                new User("PROVIDER_USER_ID", "FIRST_NAME", "LAST_NAME", "EMAIL");

        /// The person of a token; what the token does not say is to be filled in.
        public static User of(String id, ClaimedIdentity identity) {
            String name = identity.name() == null ? "" : identity.name().strip();
            int space = name.lastIndexOf(' ');
            return new User(
                    id,
                    said(space < 0 ? name : name.substring(0, space), PLACEHOLDER.firstName()),
                    said(space < 0 ? "" : name.substring(space + 1), PLACEHOLDER.lastName()),
                    said(identity.email(), PLACEHOLDER.email()));
        }

        private static String said(@Nullable String text, String otherwise) {
            return text == null || text.isBlank() ? otherwise : text;
        }

        /// The entry as YAML.
        ///
        /// @param indent stands before each line
        public String yaml(String indent) {
            return indent
                    + "- id: "
                    + quoted(id)
                    + '\n'
                    + indent
                    + "  firstName: "
                    + quoted(firstName)
                    + '\n'
                    + indent
                    + "  lastName: "
                    + quoted(lastName)
                    + '\n'
                    + indent
                    + "  email: "
                    + quoted(email)
                    + '\n';
        }
    }

    /// The settings of a cluster whose administrators sign in at the provider with that token
    /// endpoint, as far as the address tells.
    public static ClusterSettings of(URI tokenUrl) {
        ProviderKind kind = ProviderKind.of(tokenUrl);
        return new ClusterSettings(
                kind.settingName(), kind.keysSetting(tokenUrl), User.PLACEHOLDER);
    }

    /// Settings to be filled in.
    public static ClusterSettings placeholder() {
        return new ClusterSettings(
                ProviderKind.KEYCLOAK.settingName(),
                "https://KEYCLOAK_HOST/realms/KEYCLOAK_REALM/protocol/openid-connect/certs",
                User.PLACEHOLDER);
    }

    /// A whole resource for a cluster that an AppInstance describes, with everything that
    /// Kubernetes demands of one; what the provider does not tell is in capitals, to be filled in.
    ///
    /// @param name of the resource
    public String wholeAppInstance(String name) {
        return """
        # Replace what is written in capitals, and then:
        # kubectl apply --filename FILE --namespace NAMESPACE
        apiVersion: kubecfg.dev/v1alpha1
        kind: AppInstance
        metadata:
          name: %s
        spec:
          package:
            image: sluice:VERSION
            apiVersion: influxdata.com/v1alpha1
            spec:
        %s\
                dsn:
                  valueFrom:
                    secretKeyRef:
                      name: CATALOG_SECRET_NAME
                      key: CATALOG_SECRET_KEY
              catalog:
                dsn:
                  valueFrom:
                    secretKeyRef:
                      name: CATALOG_SECRET_NAME
                      key: CATALOG_SECRET_KEY
              objectStore:
                bucket: BUCKET
                s3:
                  region: REGION
              ingesterStorage:
                storage: 2Gi
              monitoringStorage:
                storage: 1Gi
        """
                .formatted(name, admin("      "));
    }

    /// The part of an AppInstance that says who administers, in its place.
    ///
    /// @param name of the resource
    public String appInstance(String name) {
        return """
        apiVersion: kubecfg.dev/v1alpha1
        kind: AppInstance
        metadata:
          name: %s
        spec:
          package:
            spec:
        %s\
        """
                .formatted(name, admin("      "));
    }

    /// The values for a cluster that Helm installs.
    public String helmValues() {
        return admin("");
    }

    private String admin(String indent) {
        return indent
                + "admin:\n"
                + indent
                + "  identityProvider: "
                + identityProvider
                + '\n'
                + indent
                + "  jwksEndpoint: |-\n"
                + indent
                + "    "
                + jwksEndpoint
                + '\n'
                + indent
                + "  users:\n"
                + user.yaml(indent + "    ");
    }

    /// A double-quoted scalar, which reads alike in YAML and TOML.
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (Character.isISOControl(c)) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
