// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.config.InternalSigningKey;
import dev.sluice.files.FileTrouble;
import dev.sluice.files.PrivateFiles;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import dev.sluice.oidc.InternalJwt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The files of the admin token, and what the jobs `key-gen` and `create-admin-token` do to them
/// (admin.md 2.2): `rsa-keys/`, the cluster's own key pair, and `token.json`, the token as
/// `influxctl` reads it. What is made is readable by its owner alone.
///
/// Both jobs may be repeated: what is there and good is left alone. Whoever wants other keys or
/// another token removes the files first.
///
/// @param directory holds the token; made with mode 0700 when missing
/// @param keyDirectory holds the three files of the key pair
public record AdminTokenFiles(Path directory, Path keyDirectory) {
    /// The subject that every admin token names.
    static final String SUBJECT = "admin-token";

    private static final int LIFETIME_YEARS = 10;
    private static final Pattern ACCESS_TOKEN =
            Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");

    /// Token and key pair below one directory.
    public AdminTokenFiles(Path directory) {
        this(directory, directory.resolve(RsaKeys.DIRECTORY));
    }

    /// The file that holds the token for `influxctl`.
    public Path tokenFile() {
        return directory.resolve("token.json");
    }

    /// The files of the key pair, for whoever watches them.
    public List<Path> keyFiles() {
        return RsaKeys.files(keyDirectory);
    }

    /// Makes the key pair where there is none: RSA with 4096 bits. Never overwrites one.
    ///
    /// @return whether it was made
    /// @throws ProblemException *unavailable* when the directory cannot be written, or holds a part
    ///   of a key pair
    public boolean makeKeys() {
        try {
            PrivateFiles.makeDirectory(directory);
            return RsaKeys.makeIfAbsent(keyDirectory);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /// Makes the token where there is none, valid for ten years. One that the present key pair did
    /// not sign for this cluster is replaced.
    ///
    /// @param given the configured key pair; null when that of the files signs
    /// @param clusterId the audience of the token
    /// @param clock for issue and expiry
    /// @return whether it was made
    /// @throws ProblemException *unavailable* when there is no key pair or the directory cannot be
    ///   written; *invalid* when the configured key pair cannot be used
    public boolean makeToken(
            @Nullable InternalSigningKey given, UUID clusterId, InstantSource clock) {
        RsaKeys keys = findKeys(given);
        if (keys == null) {
            throw Problem.unavailable(
                            "no_key_pair",
                            "there is no key pair in "
                                    + keyDirectory
                                    + ": make it with `sluice key-gen` first")
                    .asException();
        }
        InternalJwt jwt = keys.jwt(clusterId);
        try {
            PrivateFiles.makeDirectory(directory);
            if (holdsGenuineToken(jwt, clock.instant())) {
                return false;
            }
            PrivateFiles.write(tokenFile(), document(jwt, clock.instant()));
            return true;
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /// The key pair that signs now; null when there is none.
    ///
    /// @throws ProblemException *unavailable* when that of the files cannot be read; *invalid* when
    ///   the configured one cannot be used
    @Nullable RsaKeys findKeys(@Nullable InternalSigningKey given) {
        if (given != null) {
            return RsaKeys.of(given);
        }
        try {
            return RsaKeys.find(keyDirectory);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private boolean holdsGenuineToken(InternalJwt jwt, Instant now) throws IOException {
        if (!Files.exists(tokenFile())) {
            return false;
        }
        Matcher matcher = ACCESS_TOKEN.matcher(Files.readString(tokenFile()));
        return matcher.find()
                && jwt.verify(matcher.group(1), now) instanceof InternalJwt.Verdict.Genuine;
    }

    /// The form of admin.md 2.3.
    private static String document(InternalJwt jwt, Instant now) {
        Instant begin = Instant.ofEpochSecond(now.getEpochSecond());
        Instant end = begin.atOffset(ZoneOffset.UTC).plusYears(LIFETIME_YEARS).toInstant();
        Secret token = jwt.issue(SUBJECT, UUID.randomUUID(), begin, end);
        return "{\"access_token\":\""
                + token.reveal()
                + "\",\"token_type\":\"Bearer\",\"expiry\":\""
                + end
                + "\"}\n";
    }

    private ProblemException unusable(IOException cause) {
        return new ProblemException(
                Problem.unavailable(
                        "admin_token_unavailable",
                        "the admin token in "
                                + directory
                                + " cannot be used: "
                                + FileTrouble.sentence(cause)),
                cause);
    }
}
