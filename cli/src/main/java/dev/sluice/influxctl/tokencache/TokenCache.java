// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.tokencache;

import dev.sluice.files.FileTrouble;
import dev.sluice.files.PrivateFiles;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.oidc.Pacer;
import dev.sluice.oidc.TokenSet;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The directory of tokens from earlier sign-ins (admin.md 3.4): mode 0700, its files 0600, each
/// replaced in one step.
///
/// Reading and then replacing an entry is safe only between [#lock] and its end.
public final class TokenCache {
    /// The largest file that is taken for a token.
    static final long FILE_BYTES_MAX = 1 << 20;

    private static final String ENTRY = ".json";
    private static final String LOCK = ".lock";

    private final Path directory;
    private final Terminal terminal;
    private final Pacer pacer;

    /// @param directory made at the first use
    /// @param terminal is told of a corrupt file and of a wait for another process
    /// @param pacer paces the wait for the lock
    public TokenCache(Path directory, Terminal terminal, Pacer pacer) {
        this.directory = directory;
        this.terminal = terminal;
        this.pacer = pacer;
    }

    /// Keeps every other process away from this key until the result is closed. Waits at most
    /// [CacheLock#WAIT_MAX] for another one, which may be in the middle of a sign-in.
    ///
    /// @throws ProblemException `cache_locked` when it took longer, `cache_unusable` when the
    ///   directory cannot be written
    public CacheLock lock(CacheKey key) throws InterruptedException {
        try {
            PrivateFiles.takeDirectory(directory);
            return CacheLock.acquire(directory.resolve(key.fileName(LOCK)), terminal, pacer);
        } catch (IOException e) {
            throw unusable("lock", e);
        }
    }

    /// The tokens of the key, null when there are none. A file that cannot be understood is
    /// deleted, with a warning; one that others may have read is kept from them, with another.
    public @Nullable TokenSet find(CacheKey key) {
        Path file = directory.resolve(key.fileName(ENTRY));
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                return drop(file, "is too large");
            }
            if (PrivateFiles.takeFile(file)) {
                terminal.warn(
                        "token cache file "
                                + file
                                + " had another mode than 0600, which it has now; if somebody else"
                                + " may have read it, run influxctl auth logout and sign in again");
            }
            return TokenDocument.read(Files.readString(file), Instant.EPOCH);
        } catch (NoSuchFileException _) {
            return null;
        } catch (ProblemException e) {
            return drop(file, e.problem().message());
        } catch (IOException e) {
            return drop(file, "cannot be read: " + FileTrouble.reason(e));
        }
    }

    /// Keeps `tokens`; a reader sees the old file or the new one, never a part.
    ///
    /// @throws ProblemException `cache_unusable` when that fails
    public void store(CacheKey key, TokenSet tokens) {
        try {
            PrivateFiles.takeDirectory(directory);
            PrivateFiles.write(directory.resolve(key.fileName(ENTRY)), TokenDocument.write(tokens));
        } catch (IOException e) {
            throw unusable("write to", e);
        }
    }

    /// Forgets the tokens of the key; no tokens, no matter.
    public void remove(CacheKey key) {
        try {
            Files.deleteIfExists(directory.resolve(key.fileName(ENTRY)));
        } catch (IOException e) {
            throw unusable("delete from", e);
        }
    }

    /// Forgets every token of a profile, whatever the profile said when it was issued.
    ///
    /// @return how many files that were
    public int removeAll(String profileName) {
        Pattern names =
                Pattern.compile(
                        Pattern.quote(CacheKey.prefix(profileName)) + "[0-9a-f]{64}\\.json");
        int removed = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + ENTRY)) {
            for (Path file : files) {
                if (names.matcher(file.getFileName().toString()).matches()) {
                    removed += Files.deleteIfExists(file) ? 1 : 0;
                }
            }
            return removed;
        } catch (NoSuchFileException _) {
            return 0;
        } catch (IOException e) {
            throw unusable("delete from", e);
        }
    }

    private @Nullable TokenSet drop(Path file, String why) {
        terminal.warn("token cache file " + file + " " + why + "; it is deleted");
        try {
            Files.deleteIfExists(file);
            return null;
        } catch (IOException e) {
            throw unusable("delete from", e);
        }
    }

    private ProblemException unusable(String deed, IOException cause) {
        String message =
                "cannot "
                        + deed
                        + " the token cache "
                        + directory
                        + " ("
                        + FileTrouble.sentence(cause)
                        + "); make it yours, or set XDG_CACHE_HOME to a directory that is";
        return new ProblemException(Problem.unavailable("cache_unusable", message), cause);
    }
}
