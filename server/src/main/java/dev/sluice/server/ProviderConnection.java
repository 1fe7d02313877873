// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.auth.AdministratorList;
import dev.sluice.config.AccessConfig;
import dev.sluice.config.AdminConfig;
import dev.sluice.config.ServerConfig;
import dev.sluice.metrics.KeyMeters;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The identity provider of one configuration: the way to it, its keys, and the list of those whom
/// it vouches for. A provider of other settings is another connection, with keys of its own, so
/// that no key outlives the setting that led to it (admin.md 1.10). Opening never waits for the
/// provider.
final class ProviderConnection implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ProviderConnection.class);

    private final ProviderSettings settings;
    private final ProviderHttp http;
    private final TokenVerifier verifier;
    private final KeyMeters.Provider keys;

    private ProviderConnection(
            ProviderSettings settings,
            ProviderHttp http,
            TokenVerifier verifier,
            KeyMeters.Provider keys) {
        this.settings = settings;
        this.http = http;
        this.verifier = verifier;
        this.keys = keys;
    }

    /// The connection that a configuration wants: `present` where it is to the same provider,
    /// another one where it is not, null where there is no provider.
    ///
    /// @param present stays open
    /// @param meters count what happens to the keys of another connection
    /// @throws ProblemException when the machine cannot reach any provider
    static @Nullable ProviderConnection forConfig(
            ServerConfig config,
            @Nullable ProviderConnection present,
            Host host,
            KeyMeters meters) {
        AdminConfig admin = config.admin();
        if (admin == null) {
            return null;
        }
        ProviderSettings settings = settings(admin, config.sluice().access());
        if (present != null && present.settings.equals(settings)) {
            return present;
        }
        ProviderHttp http = http(host);
        settings.warnings()
                .forEach(warning ->
                        log.atWarn().addKeyValue("problem", warning).log("a setting is doubtful"));
        KeyMeters.Provider keys = meters.follow();
        return new ProviderConnection(
                settings,
                http,
                TokenVerifier.start(settings, http, host.clock(), new KeyEventLog().andThen(keys)),
                keys);
    }

    /// What is measured of its keys.
    KeyMeters.Provider keys() {
        return keys;
    }

    /// Those whom a configuration lists, together with what verifies their tokens.
    ///
    /// @param connection that of this configuration
    static AdministratorList administrators(
            ServerConfig config, @Nullable ProviderConnection connection) {
        AdminConfig admin = config.admin();
        return admin == null || connection == null
                ? AdministratorList.nobody()
                : AdministratorList.of(admin, connection.verifier::verify);
    }

    /// Stops fetching keys. A request that still waits for them is told that there are none.
    @Override
    public void close() {
        verifier.close();
        http.close();
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
