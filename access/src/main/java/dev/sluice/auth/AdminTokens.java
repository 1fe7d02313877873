// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.config.InternalSigningKey;
import dev.sluice.model.Principal;
import dev.sluice.model.ProblemException;
import dev.sluice.oidc.InternalJwt;
import dev.sluice.oidc.RejectionReasons;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Judges admin tokens: JWTs that the cluster signed itself, so that somebody can administer before
/// any identity provider is there (admin.md 2). For development and test.
///
/// The key pair may be removed and replaced while requests are judged; without one, every token of
/// the cluster's own is refused and nothing else changes (admin.md 2.4). Safe for many threads.
public final class AdminTokens {
    private final AdminTokenFiles files;
    private final UUID clusterId;
    private final InstantSource clock;
    private @Nullable InternalSigningKey given;
    private volatile Keys keys = new Keys(null, null, null);
    private volatile @Nullable Known lastVerified;

    private AdminTokens(
            AdminTokenFiles files,
            UUID clusterId,
            @Nullable InternalSigningKey given,
            InstantSource clock) {
        this.files = files;
        this.clusterId = clusterId;
        this.given = given;
        this.clock = clock;
    }

    /// What became of the key pair.
    public enum KeyChange {
        /// It is what it was.
        NONE,
        /// Another one signs; tokens of the one before are refused.
        REPLACED,
        /// There is none; no token is good.
        GONE
    }

    /// The key pair in force; both are null when there is none.
    ///
    /// @param former what was in force before, or null
    private record Keys(
            @Nullable RsaKeys pair, @Nullable InternalJwt jwt, @Nullable Former former) {}

    /// A key pair that is in force no more.
    private record Former(RsaKeys pair, Instant endedAt) {}

    /// The digest of a token whose signature was found good, and by which key; there is one admin
    /// token, so one such memory serves.
    private record Known(String sha256, Instant expiresAt, InternalJwt by) {}

    /// Loads the key pair. Files that are missing are made, as the jobs would.
    ///
    /// @param files where keys and token are
    /// @param clusterId the audience of the token
    /// @param given the configured key pair, in place of one in the files; null when there is none
    /// @param clock for issue and expiry
    /// @throws ProblemException *unavailable* when the files cannot be read or written; *invalid*
    ///   when the configured key pair cannot be used
    public static AdminTokens open(
            AdminTokenFiles files,
            UUID clusterId,
            @Nullable InternalSigningKey given,
            InstantSource clock) {
        if (given == null) {
            boolean _ = files.makeKeys();
        }
        boolean _ = files.makeToken(given, clusterId, clock);
        return follow(files, clusterId, given, clock);
    }

    /// Loads the key pair, which somebody else keeps and may still be about to make; nothing is
    /// written.
    ///
    /// @param audience whom the tokens are for
    /// @param given as in [#open]
    /// @throws ProblemException *unavailable* when there is a key pair and it cannot be read;
    ///   *invalid* when the configured one cannot be used
    public static AdminTokens follow(
            AdminTokenFiles files,
            UUID audience,
            @Nullable InternalSigningKey given,
            InstantSource clock) {
        AdminTokens tokens = new AdminTokens(files, audience, given, clock);
        var _ = tokens.reload();
        return tokens;
    }

    /// Reads the key pair again; never makes one. From then on requests are judged by it.
    ///
    /// @throws ProblemException *unavailable* when there is one and it cannot be read; then none is
    ///   in force
    public synchronized KeyChange reload() {
        RsaKeys before = keys.pair;
        RsaKeys now;
        try {
            now = files.findKeys(given);
        } catch (ProblemException unreadable) {
            put(null);
            throw unreadable;
        }
        if (now == null) {
            put(null);
            return before == null ? KeyChange.NONE : KeyChange.GONE;
        }
        if (before != null && before.isSameAs(now)) {
            return KeyChange.NONE;
        }
        put(now);
        return KeyChange.REPLACED;
    }

    private void put(@Nullable RsaKeys now) {
        Keys before = keys;
        Former former =
                before.pair == null ? before.former : new Former(before.pair, clock.instant());
        keys = new Keys(now, now == null ? null : now.jwt(clusterId), former);
    }

    /// Replaces the configured key pair.
    ///
    /// @param next null when from now on that of the files signs
    /// @throws ProblemException *invalid* when it cannot be used; then nothing has changed
    public synchronized KeyChange use(@Nullable InternalSigningKey next) {
        if (next != null) {
            RsaKeys _ = RsaKeys.of(next);
        }
        given = next;
        return reload();
    }

    /// Whether there is a key pair, so that an admin token can be good.
    public boolean usable() {
        return keys.jwt != null;
    }

    /// The key pair in force; null when there is none.
    @Nullable RsaKeys pair() {
        return keys.pair;
    }

    /// The key pair that was in force before, if that is not longer ago.
    @Nullable RsaKeys formerPair(Duration ago) {
        Former former = keys.former;
        return former == null || clock.instant().isAfter(former.endedAt.plus(ago))
                ? null
                : former.pair;
    }

    /// Whom every admin token stands for.
    static Principal principal() {
        return new Principal(
                Principal.CredentialKind.ADMIN_TOKEN,
                Principal.SLUICE,
                AdminTokenFiles.SUBJECT,
                "admin token");
    }

    /// Whether a token says that it is one of the cluster's own.
    boolean claims(String compactToken) {
        InternalJwt jwt = keys.jwt;
        return jwt == null
                ? InternalJwt.namesOurIssuer(compactToken)
                : find(compactToken, jwt) != null || jwt.claims(compactToken);
    }

    /// Judges a token that says so.
    InternalJwt.Verdict verify(String compactToken) {
        InternalJwt jwt = keys.jwt;
        if (jwt == null) {
            return new InternalJwt.Verdict.Rejected(RejectionReasons.UNKNOWN_KEY);
        }
        Known known = find(compactToken, jwt);
        if (known != null) {
            return new InternalJwt.Verdict.Genuine(AdminTokenFiles.SUBJECT, known.expiresAt);
        }
        InternalJwt.Verdict verdict = jwt.verify(compactToken, clock.instant());
        if (verdict instanceof InternalJwt.Verdict.Genuine genuine) {
            lastVerified = new Known(sha256(compactToken), genuine.expiresAt(), jwt);
        }
        return verdict;
    }

    private @Nullable Known find(String compactToken, InternalJwt jwt) {
        Known known = lastVerified;
        return known != null
                        && known.by == jwt
                        && clock.instant().isBefore(known.expiresAt)
                        && known.sha256.equals(sha256(compactToken))
                ? known
                : null;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
