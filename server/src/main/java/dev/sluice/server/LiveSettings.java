// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.auth.AdminTokens;
import dev.sluice.auth.Administrators;
import dev.sluice.config.AdminConfig;
import dev.sluice.config.ConfigChanges;
import dev.sluice.config.ConfigLoading;
import dev.sluice.config.ConfigProblem;
import dev.sluice.config.ConfigSource;
import dev.sluice.config.ServerConfig;
import dev.sluice.metrics.KeyMeters;
import dev.sluice.model.ProblemException;
import dev.sluice.tls.PemFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The settings of a running server that may change without a restart: who administers, who vouches
/// for them, whom to trust on the way there, and what the admin token may do (admin.md 1.10, 6.9).
///
/// A configuration is taken whole or not at all; one that is refused leaves everything as it was.
/// Each that is taken has a number, counted from 1 at the start. Reloads come from one thread at a
/// time; requests see them through [#administrators].
final class LiveSettings implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LiveSettings.class);

    private final ConfigSource source;
    private final UnaryOperator<ServerConfig> part;
    private final Host host;
    private final AdminTokens adminTokens;
    private final Administrators administrators;
    private final Followers followers;
    private volatile ServerConfig current;
    private volatile @Nullable PemFile bundle;
    private EgressTrust trust;
    private @Nullable ProviderConnection provider;
    private long generation = 1;
    private volatile boolean refused;
    private boolean announced;

    /// What follows the configuration in force.
    ///
    /// @param audit tells of each
    /// @param users record who is listed
    /// @param keys measure the keys of the provider
    record Followers(ConfigurationAudit audit, Listed users, KeyMeters keys) {}

    /// Records who is listed.
    @FunctionalInterface
    interface Listed {
        /// Takes the list of a configuration that took force.
        ///
        /// @param admin null when nobody is listed
        void replace(@Nullable AdminConfig admin);
    }

    private LiveSettings(
            ServerConfig first,
            ConfigSource source,
            UnaryOperator<ServerConfig> part,
            AdminTokens adminTokens,
            Followers followers,
            EgressTrust trust,
            Host host) {
        this.current = first;
        this.bundle = trust.bundle();
        this.trust = trust;
        this.source = source;
        this.part = part;
        this.adminTokens = adminTokens;
        this.followers = followers;
        this.provider = ProviderConnection.forConfig(first, trust, null, host, followers.keys());
        this.host = host;
        followers.keys().show(provider == null ? null : provider.keys());
        this.administrators =
                new Administrators(ProviderConnection.administrators(first, provider));
    }

    /// Puts the first configuration in force; [#announce] tells of it.
    ///
    /// @param source says what came after it, at each reload
    /// @param adminTokens already knows the configured key pair
    /// @param followers are told of each configuration
    /// @throws ProblemException when the machine cannot reach any provider, or the bundle of
    ///   certificate authorities is of no use
    static LiveSettings start(
            ServerConfig first,
            ConfigSource source,
            AdminTokens adminTokens,
            Followers followers,
            Host host) {
        return start(first, source, UnaryOperator.identity(), adminTokens, followers, host);
    }

    /// The same for a server that takes a part of each configuration.
    static LiveSettings start(
            ServerConfig first,
            ConfigSource source,
            UnaryOperator<ServerConfig> part,
            AdminTokens adminTokens,
            Followers followers,
            Host host) {
        ServerConfig taken = part.apply(first);
        EgressTrust trust = EgressTrust.of(EgressTrust.bundle(taken.sluice().egress(), host));
        LiveSettings settings =
                new LiveSettings(taken, source, part, adminTokens, followers, trust, host);
        followers.users().replace(taken.admin());
        return settings;
    }

    /// Tells the audit log which configuration is in force: once, when the server listens. Until
    /// then nothing is told of it, since a server that never listens has none in force.
    synchronized void announce() {
        followers.audit().started(current, generation);
        announced = true;
    }

    /// Who administers now, and ever after a reload.
    Administrators administrators() {
        return administrators;
    }

    /// Whether the admin token reads and writes now.
    boolean adminTokenDataAccess() {
        return current.sluice().access().adminTokenDataAccess();
    }

    /// The files to watch: the configuration, and the bundle of certificate authorities that it
    /// names, be it in force or refused.
    List<Path> files() {
        List<Path> files = new ArrayList<>(source.files());
        PemFile named = bundle;
        if (named != null) {
            files.add(named.path());
        }
        return files;
    }

    /// Whether the files say what was refused, so that an older configuration is in force.
    boolean isRefused() {
        return refused;
    }

    /// How many configurations have been in force.
    synchronized long generation() {
        return generation;
    }

    /// Loads the configuration again, and puts it in force if there is nothing wrong with it. Never
    /// throws; what is wrong is logged.
    synchronized void reload() {
        try {
            switch (source.load()) {
                case ConfigLoading.Loaded(ServerConfig next, var warnings) ->
                        take(part.apply(next), warnings);
                case ConfigLoading.Refused(var problems) -> refuse(problems);
            }
        } catch (ProblemException unusable) {
            refuse(List.of(unusable.problem().message()));
        } catch (RuntimeException mistake) {
            log.atError()
                    .setCause(mistake)
                    .log("a changed configuration met a mistake of the program");
        }
    }

    @Override
    public synchronized void close() {
        if (provider != null) {
            provider.close();
        }
    }

    private void take(ServerConfig next, List<ConfigProblem> warnings) {
        EgressTrust nextTrust = trust(next);
        if (next.equals(current)) {
            retain(nextTrust);
            return;
        }
        ServerConfig before = current;
        ConfigChanges changes = ConfigChanges.between(before, next);
        apply(next, nextTrust);
        refused = false;
        generation++;
        if (announced) {
            followers.audit().taken(before, next, changes, generation);
        }
        warnings.forEach(warning ->
                log.atWarn().addKeyValue("problem", warning).log("a setting is doubtful"));
        log.atInfo()
                .addKeyValue("generation", generation)
                .addKeyValue("inForce", changes.live())
                .addKeyValue("afterRestart", changes.afterRestart())
                .log("a changed configuration was taken");
    }

    /// The settings are the same; the bundle that they name may have another content.
    private void retain(EgressTrust nextTrust) {
        if (!nextTrust.equals(trust)) {
            apply(current, nextTrust);
            log.atInfo()
                    .addKeyValue("authorities", nextTrust.description())
                    .log("the changed bundle of certificate authorities is in force");
        }
        if (refused) {
            refused = false;
            log.atInfo().log("the configuration says again what is in force");
        }
    }

    /// Reads the bundle anew. One that went bad under the same name does not keep the rest from
    /// changing: it must not hold up the removal of an administrator.
    private EgressTrust trust(ServerConfig next) {
        PemFile named = EgressTrust.bundle(next.sluice().egress(), host);
        bundle = named;
        try {
            return EgressTrust.of(named);
        } catch (ProblemException unusable) {
            if (!trust.isFrom(named)) {
                throw unusable;
            }
            log.atError()
                    .addKeyValue("problem", unusable.problem().message())
                    .log(
                            "the changed bundle of certificate authorities is refused; the one"
                                    + " before stays in force");
            return trust;
        }
    }

    /// What may fail comes first; from the swap on nothing does.
    private void apply(ServerConfig next, EgressTrust nextTrust) {
        ProviderConnection before = provider;
        ProviderConnection now =
                ProviderConnection.forConfig(next, nextTrust, before, host, followers.keys());
        boolean applied = false;
        try {
            followers.audit().adminKeys(adminTokens.use(next.internalSigningKey()));
            applied = true;
        } finally {
            if (!applied && now != null && now != before) {
                now.close();
            }
        }
        administrators.replace(ProviderConnection.administrators(next, now));
        provider = now;
        trust = nextTrust;
        current = next;
        followers.keys().show(now == null ? null : now.keys());
        if (before != null && before != now) {
            before.close();
        }
        followers.users().replace(next.admin());
    }

    private void refuse(List<?> problems) {
        refused = true;
        if (announced) {
            followers.audit().refused(current, generation);
        }
        problems.forEach(problem ->
                log.atError()
                        .addKeyValue("problem", problem)
                        .addKeyValue("generation", generation)
                        .log("a changed configuration was refused; the one before stays in force"));
    }
}
