// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.auth.AdministratorList;
import dev.sluice.config.AccessConfig;
import dev.sluice.config.AdminConfig;
import dev.sluice.config.ServerConfig;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.oidc.EnvironmentProxies;
import dev.sluice.oidc.ProviderHttp;
import dev.sluice.oidc.ProviderSettings;
import dev.sluice.oidc.TokenVerifier;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLContext;

/// Makes the list of administrators of a configuration, together with what verifies their
/// provider's tokens. Never waits for the provider.
final class IdentityProvider {
    private IdentityProvider() {}

    /// @param opened takes charge of what is opened for it
    static AdministratorList administrators(ServerConfig config, Host host, Opened opened) {
        AdminConfig admin = config.admin();
        if (admin == null) {
            return AdministratorList.nobody();
        }
        ProviderHttp http = opened.add(http(host));
        TokenVerifier verifier =
                opened.add(
                        TokenVerifier.start(
                                settings(admin, config.sluice().access()),
                                http,
                                host.clock(),
                                new KeyEventLog()));
        return AdministratorList.of(admin, verifier::verify);
    }

    /// Trusts what the JDK trusts, and takes the proxies of the environment (admin.md 1.6).
    private static ProviderHttp http(Host host) {
        try {
            return ProviderHttp.open(
                    SSLContext.getDefault(), EnvironmentProxies.of(host.environment()));
        } catch (NoSuchAlgorithmException failed) {
            throw new ProblemException(
                    Problem.unavailable(
                            "trust_store",
                            "the JDK's trust store cannot be used: " + failed.getMessage()),
                    failed);
        } catch (IllegalArgumentException wrong) {
            throw new ProblemException(
                    Problem.invalid("proxy", String.valueOf(wrong.getMessage())), wrong);
        }
    }

    private static ProviderSettings settings(AdminConfig admin, AccessConfig access) {
        return new ProviderSettings(
                admin.identityProvider(),
                admin.jwksEndpoint(),
                Set.copyOf(admin.issuers()),
                Set.copyOf(admin.audiences()),
                admin.acceptIdTokens(),
                Duration.ofSeconds(access.clockSkewSeconds()));
    }
}
