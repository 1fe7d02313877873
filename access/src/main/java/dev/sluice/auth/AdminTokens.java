// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.model.Principal;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import dev.sluice.oidc.InternalJwt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The admin token: a JWT that the cluster makes itself at first start, so that somebody can
/// administer before any identity provider is there (admin.md 2). For development and test.
///
/// Files below the directory, readable by their owner alone: `rsa-keys/` (the key pair) and
/// `token.json` (the token as `influxctl` reads it). Deleting both and starting again revokes the
/// token and makes another. Safe for many threads.
public final class AdminTokens {
    /// The file that holds the token for `influxctl`.
    public static final String TOKEN_FILE = "token.json";

    /// The subject that every admin token names.
    static final String SUBJECT = "admin-token";

    private static final int LIFETIME_YEARS = 10;
    private static final Pattern ACCESS_TOKEN =
            Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");

    private final InternalJwt jwt;
    private final InstantSource clock;
    private volatile @Nullable Known lastVerified;

    private AdminTokens(InternalJwt jwt, InstantSource clock) {
        this.jwt = jwt;
        this.clock = clock;
    }

    /// The digest of a token whose signature was found good; there is one admin token, so one such
    /// memory serves.
    private record Known(String sha256, Instant expiresAt) {}

    /// Loads key pair and token, and makes what is missing: RSA 4096, ten years. A token that the
    /// present key did not sign for this cluster is replaced.
    ///
    /// @param directory made with mode 0700 when missing
    /// @param clusterId the audience of the token
    /// @param clock for issue and expiry
    /// @throws ProblemException *unavailable* when the directory cannot be read or written
    public static AdminTokens open(Path directory, UUID clusterId, InstantSource clock) {
        try {
            PrivateFiles.makeDirectory(directory);
            RsaKeys keys = RsaKeys.loadOrMake(directory.resolve(RsaKeys.DIRECTORY));
            AdminTokens tokens =
                    new AdminTokens(
                            new InternalJwt(
                                    keys.id(),
                                    keys.publicKey(),
                                    keys.privateKey(),
                                    clusterId.toString()),
                            clock);
            tokens.writeTokenIfNeeded(directory.resolve(TOKEN_FILE));
            return tokens;
        } catch (IOException | GeneralSecurityException e) {
            throw new ProblemException(
                    Problem.unavailable(
                            "admin_token_unavailable",
                            "the admin token in " + directory + " cannot be used: " + e),
                    e);
        }
    }

    private void writeTokenIfNeeded(Path file) throws IOException {
        if (Files.exists(file)) {
            Matcher matcher = ACCESS_TOKEN.matcher(Files.readString(file));
            if (matcher.find()
                    && jwt.verify(matcher.group(1), clock.instant())
                            instanceof InternalJwt.Verdict.Genuine) {
                return;
            }
        }
        Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        Instant end = now.atOffset(ZoneOffset.UTC).plusYears(LIFETIME_YEARS).toInstant();
        Secret token = jwt.issue(SUBJECT, UUID.randomUUID(), now, end);
        PrivateFiles.write(
                file,
                "{\"access_token\":\""
                        + token.reveal()
                        + "\",\"token_type\":\"Bearer\",\"expiry\":\""
                        + end
                        + "\"}\n");
    }

    /// Whom every admin token stands for.
    static Principal principal() {
        return new Principal(
                Principal.CredentialKind.ADMIN_TOKEN, Principal.SLUICE, SUBJECT, "admin token");
    }

    /// Whether a token says that it is one of the cluster's own.
    boolean claims(String compactToken) {
        return isKnown(compactToken) || jwt.claims(compactToken);
    }

    /// Judges a token that says so.
    InternalJwt.Verdict verify(String compactToken) {
        Known known = lastVerified;
        if (known != null && isKnown(compactToken)) {
            return new InternalJwt.Verdict.Genuine(SUBJECT, known.expiresAt);
        }
        InternalJwt.Verdict verdict = jwt.verify(compactToken, clock.instant());
        if (verdict instanceof InternalJwt.Verdict.Genuine genuine) {
            lastVerified = new Known(sha256(compactToken), genuine.expiresAt());
        }
        return verdict;
    }

    private boolean isKnown(String compactToken) {
        Known known = lastVerified;
        return known != null
                && clock.instant().isBefore(known.expiresAt)
                && known.sha256.equals(sha256(compactToken));
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
