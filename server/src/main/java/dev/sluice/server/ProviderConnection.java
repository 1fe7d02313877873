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
import dev.sluice.oidc.KeyEvent;
import dev.sluice.oidc.ProviderHttp;
import dev.sluice.oidc.ProviderSettings;
import dev.sluice.oidc.TokenVerifier;
import dev.sluice.oidc.Verification;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The identity provider of one configuration: the way to it, its keys, and the list of those whom
/// it vouches for. A provider of other settings is another connection, with keys of its own, so
/// that no key outlives the setting that led to it (admin.md 1.10). Opening never waits for the
/// provider.
///
/// Where only the trusted authorities differ, it is the same provider reached another way: nothing
/// more is fetched on the old way, and the keys that came by it serve, as in an outage, until the
/// new way has brought some.
final class ProviderConnection implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ProviderConnection.class);

    private final ProviderSettings settings;
    private final EgressTrust trust;
    private final ProviderHttp http;
    private final TokenVerifier verifier;
    private final KeyMeters.Provider keys;
    private volatile @Nullable ProviderConnection predecessor;

    private ProviderConnection(
            ProviderSettings settings,
            EgressTrust trust,
            Host host,
            KeyMeters.Provider keys,
            @Nullable ProviderConnection predecessor) {
        this.settings = settings;
        this.trust = trust;
        this.keys = keys;
        this.predecessor = predecessor;
        this.http = http(trust, host);
        Consumer<KeyEvent> told = new KeyEventLog(trust.description()).andThen(keys);
        this.verifier =
                TokenVerifier.start(
                        settings,
                        http,
                        host.clock(),
                        event -> {
                            told.accept(event);
                            if (event instanceof KeyEvent.Fetched) {
                                this.predecessor = null;
                            }
                        });
    }

    /// The connection that a configuration wants: `present` where it is to the same provider,
    /// another one where it is not, null where there is no provider.
    ///
    /// @param trust who is trusted on the way
    /// @param present stays open
    /// @param meters count what happens to the keys of another connection
    /// @throws ProblemException when the machine cannot reach any provider
    static @Nullable ProviderConnection forConfig(
            ServerConfig config,
            EgressTrust trust,
            @Nullable ProviderConnection present,
            Host host,
            KeyMeters meters) {
        AdminConfig admin = config.admin();
        if (admin == null) {
            return null;
        }
        ProviderSettings settings = settings(admin, config.sluice().access());
        ProviderConnection same =
                present != null && present.settings.equals(settings) ? present : null;
        if (same != null && same.trust.equals(trust)) {
            return same;
        }
        if (same == null) {
            settings.warnings()
                    .forEach(warning ->
                            log.atWarn()
                                    .addKeyValue("problem", warning)
                                    .log("a setting is doubtful"));
            return new ProviderConnection(settings, trust, host, meters.follow(), null);
        }
        return new ProviderConnection(settings, trust, host, same.keys, same.lastWithKeys());
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
                : AdministratorList.of(admin, connection::verify);
    }

    /// This one, or while it never had keys the one whose keys serve.
    private ProviderConnection lastWithKeys() {
        ProviderConnection before = predecessor;
        return before == null ? this : before;
    }

    /// Judges a token as [TokenVerifier] does.
    Verification verify(String token) {
        ProviderConnection before = predecessor;
        if (before == null) {
            return verifier.verify(token);
        }
        Verification was = before.verifier.verify(token);
        if (was instanceof Verification.Verified) {
            return was;
        }
        Verification is = verifier.verify(token);
        return is instanceof Verification.KeysUnavailable ? was : is;
    }

    /// Stops fetching keys. A request that still waits for them is told that there are none.
    @Override
    public void close() {
        verifier.close();
        http.close();
    }

    /// Takes the proxies of the environment (admin.md 1.6).
    private static ProviderHttp http(EgressTrust trust, Host host) {
        try {
            return ProviderHttp.open(trust.context(), EnvironmentProxies.of(host.environment()));
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
