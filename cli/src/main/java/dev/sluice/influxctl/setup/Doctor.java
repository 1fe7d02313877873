// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.setup;

import dev.sluice.influxctl.login.CredentialChoice;
import dev.sluice.influxctl.login.EntraAddresses;
import dev.sluice.influxctl.login.KeptTokens;
import dev.sluice.influxctl.login.Login;
import dev.sluice.influxctl.profile.OAuthSettings;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.influxctl.profile.Surroundings;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import dev.sluice.oidc.ClaimedIdentity;
import dev.sluice.oidc.DeviceFlow;
import dev.sluice.oidc.DeviceStart;
import dev.sluice.oidc.OAuthClient;
import dev.sluice.oidc.Pacer;
import dev.sluice.oidc.ProviderDiscovery;
import dev.sluice.oidc.ProviderHttp;
import dev.sluice.oidc.ProviderMetadata;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Walks the whole way of a sign-in without a person, and says of each step how it is and what to
/// do. Asks for a device code that nobody uses, and refreshes a token that can be; else changes
/// nothing.
public final class Doctor {
    private static final String DISCOVERY = "discovery";
    private static final String DEVICE = "device endpoint";
    private static final String KEYS = "keys";
    private static final String CLOCK = "clock";

    private final Surroundings around;
    private final Login login;
    private final Supplier<ProviderHttp> providers;
    private final InstantSource clock;
    private final Pacer pacer;
    private final ClusterVisit cluster;

    /// @param around tells which way to prove oneself a profile means
    /// @param login knows the tokens of earlier sign-ins
    /// @param providers opens a way to the provider
    /// @param clock compared with those of provider and cluster
    /// @param pacer of the device flow, which is not waited for
    /// @param cluster asks the cluster
    public Doctor(
            Surroundings around,
            Login login,
            Supplier<ProviderHttp> providers,
            InstantSource clock,
            Pacer pacer,
            ClusterVisit cluster) {
        this.around = around;
        this.login = login;
        this.providers = providers;
        this.clock = clock;
        this.pacer = pacer;
        this.cluster = cluster;
    }

    /// All checks of a profile that could be read, in the order of a sign-in.
    public List<Check> examine(Profile profile) throws InterruptedException {
        List<Check> checks = new ArrayList<>();
        switch (CredentialChoice.of(profile, around)) {
            case CredentialChoice.OAuth(OAuthSettings settings) -> {
                checks.add(
                        Check.ok(
                                "configuration",
                                "profile \"%s\", client \"%s\", cluster %s"
                                        .formatted(
                                                profile.name(),
                                                settings.clientId(),
                                                profile.origin())));
                examineSignIn(checks, profile, settings);
            }
            case CredentialChoice.ManagementToken _ ->
                    examineFixed(checks, profile, "a management token");
            case CredentialChoice.TokenFile _ -> examineFixed(checks, profile, "the admin token");
        }
        return checks;
    }

    /// The failure to read a profile, as a check.
    public static Check unreadable(ProblemException problem) {
        return Check.failed("configuration", problem.problem().message(), "");
    }

    private void examineFixed(List<Check> checks, Profile profile, String what)
            throws InterruptedException {
        checks.add(
                Check.ok(
                        "configuration",
                        "profile \"%s\" shows %s, so no provider is asked; cluster %s"
                                .formatted(profile.name(), what, profile.origin())));
        ClusterVisit.Reached reached = cluster.reach(profile);
        checks.add(reached.check());
        try {
            Secret token = login.credential(profile).token();
            checks.add(
                    reached.isReached()
                            ? cluster.acceptance(profile, token, null)
                            : Check.skipped(ClusterVisit.ACCEPTANCE, "the cluster is not reached"));
        } catch (ProblemException e) {
            checks.add(Check.failed(ClusterVisit.ACCEPTANCE, e.problem().message(), ""));
        }
    }

    private void examineSignIn(List<Check> checks, Profile profile, OAuthSettings settings)
            throws InterruptedException {
        ProviderKind kind = ProviderKind.of(settings.tokenUrl());
        KeptTokens kept = login.withoutPerson(profile);
        ProviderMetadata metadata;
        ClusterVisit.Reached reached = cluster.reach(profile);
        try (ProviderHttp http = providers.get()) {
            ProviderDiscovery discovery = new ProviderDiscovery(http);
            metadata = discover(checks, discovery, kind, settings, kept);
            checks.add(device(http, kind, settings));
            checks.add(token(kind, kept, metadata));
            checks.add(keys(discovery, kept, metadata));
        }
        checks.add(
                ClockDifference.check(
                        CLOCK,
                        clock.instant(),
                        metadata == null ? null : metadata.date(),
                        reached.date()));
        checks.add(reached.check());
        checks.add(acceptance(profile, kind, settings, kept, metadata, reached));
    }

    private static @Nullable ProviderMetadata discover(
            List<Check> checks,
            ProviderDiscovery discovery,
            ProviderKind kind,
            OAuthSettings settings,
            KeptTokens kept)
            throws InterruptedException {
        URI issuer = issuer(kind, settings, kept);
        if (issuer == null) {
            checks.add(
                    Check.skipped(
                            DISCOVERY,
                            "neither token_url nor a token says who issues; run influxctl auth"
                                    + " login first"));
            return null;
        }
        return switch (discovery.read(issuer)) {
            case ProviderDiscovery.Outcome.Failed(String message) -> {
                checks.add(
                        Check.failed(
                                DISCOVERY,
                                message,
                                "correct device_url and token_url in [profile.auth.oauth2], or run"
                                        + " influxctl auth setup"));
                yield null;
            }
            case ProviderDiscovery.Outcome.Found(ProviderMetadata metadata) -> {
                checks.add(compared(metadata, settings));
                yield metadata;
            }
        };
    }

    private static @Nullable URI issuer(
            ProviderKind kind, OAuthSettings settings, KeptTokens kept) {
        URI issuer = kind.issuer(settings.tokenUrl());
        Secret shown = kept.tokens() == null ? null : TokenFindings.shown(kept.tokens());
        ClaimedIdentity identity = shown == null ? null : ClaimedIdentity.find(shown);
        return issuer != null || identity == null ? issuer : address(identity.issuer());
    }

    /// What a token names as its issuer is believed only as far as it can be asked.
    private static @Nullable URI address(@Nullable String issuer) {
        if (issuer == null) {
            return null;
        }
        try {
            URI address = new URI(issuer);
            String scheme = String.valueOf(address.getScheme());
            boolean web = scheme.equals("https") || scheme.equals("http");
            return web && address.getHost() != null ? address : null;
        } catch (URISyntaxException _) {
            return null;
        }
    }

    private static Check compared(ProviderMetadata metadata, OAuthSettings settings) {
        if (metadata.deviceUrl() == null) {
            return Check.failed(
                    DISCOVERY,
                    metadata.issuer() + " names no device_authorization_endpoint",
                    "switch the device authorization grant on at the provider");
        }
        if (!metadata.tokenUrl().equals(settings.tokenUrl())
                || !metadata.deviceUrl().equals(settings.deviceUrl())) {
            return Check.note(
                    DISCOVERY,
                    "the provider calls itself "
                            + metadata.issuer()
                            + " and has its addresses under "
                            + metadata.tokenUrl().getRawAuthority()
                            + ", other than the profile",
                    "set device_url = \""
                            + metadata.deviceUrl()
                            + "\" and token_url = \""
                            + metadata.tokenUrl()
                            + "\"");
        }
        return Check.ok(DISCOVERY, "issuer " + metadata.issuer());
    }

    private Check device(ProviderHttp http, ProviderKind kind, OAuthSettings settings)
            throws InterruptedException {
        OAuthClient client;
        try {
            client = settings.client();
            EntraAddresses.require(client);
        } catch (ProblemException e) {
            return Check.failed(DEVICE, e.problem().message(), "");
        }
        return switch (new DeviceFlow(http, clock, pacer).start(client)) {
            case DeviceStart.Started _ -> Check.ok(DEVICE, "gives codes to this client");
            case DeviceStart.Failed(String message) ->
                    Check.failed(DEVICE, message, DeviceHint.of(kind, message));
        };
    }

    private static Check token(
            ProviderKind kind, KeptTokens kept, @Nullable ProviderMetadata metadata) {
        if (kept.tokens() == null) {
            return Check.skipped(
                    TokenFindings.NAME, "nobody is signed in; run influxctl auth login");
        }
        Check found = TokenFindings.of(kind, kept.tokens(), metadata);
        return found.status() == Check.Status.FAILED || kept.trouble() == null
                ? found
                : Check.failed(
                        TokenFindings.NAME, kept.trouble(), "sign in with influxctl auth login");
    }

    private static Check keys(
            ProviderDiscovery discovery, KeptTokens kept, @Nullable ProviderMetadata metadata)
            throws InterruptedException {
        if (metadata == null) {
            return Check.skipped(KEYS, "the provider's document is not known");
        }
        Secret shown = kept.tokens() == null ? null : TokenFindings.shown(kept.tokens());
        ClaimedIdentity identity = shown == null ? null : ClaimedIdentity.find(shown);
        String keyId = identity == null ? null : identity.keyId();
        return switch (discovery.readKeys(metadata, keyId)) {
            case ProviderDiscovery.Keys.Failed(String message) ->
                    Check.failed(KEYS, message, "see that the cluster reaches that address too");
            case ProviderDiscovery.Keys.Read(int count, boolean holdsKey) ->
                    keyId != null && !holdsKey
                            ? Check.failed(
                                    KEYS,
                                    "the token's key " + keyId + " is not among the provider's",
                                    "the key was rotated away: sign in with influxctl auth login")
                            : Check.ok(KEYS, count + " that sign, at " + metadata.keysUrl());
        };
    }

    private Check acceptance(
            Profile profile,
            ProviderKind kind,
            OAuthSettings settings,
            KeptTokens kept,
            @Nullable ProviderMetadata metadata,
            ClusterVisit.Reached reached)
            throws InterruptedException {
        Secret shown = kept.tokens() == null ? null : TokenFindings.shown(kept.tokens());
        if (!reached.isReached()) {
            return Check.skipped(ClusterVisit.ACCEPTANCE, "the cluster is not reached");
        }
        if (shown == null || kept.trouble() != null) {
            return Check.skipped(ClusterVisit.ACCEPTANCE, "there is no token to show");
        }
        ClaimedIdentity identity = ClaimedIdentity.find(shown);
        String keys =
                metadata == null
                        ? kind.keysSetting(settings.tokenUrl())
                        : kind.keysSetting(metadata.keysUrl(), metadata.document());
        return cluster.acceptance(
                profile,
                shown,
                new ClusterVisit.Wanted(
                        kind, keys, identity == null ? null : kind.userId(identity)));
    }
}
