// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// Tokens that were verified a moment ago (admin.md 1.7): a signature costs 30 us or much more, a
/// look here one (`./sluice bench access`).
///
/// Holds digests, never tokens. An entry ends with its token or after [#LIFETIME_MAX], and all end
/// when the keys change. Safe for many threads; a token that is found makes nobody wait.
final class VerifiedTokens {
    /// How long a verification is believed.
    static final Duration LIFETIME_MAX = Duration.ofMinutes(1);

    /// How many tokens are remembered; the oldest is forgotten first.
    static final int SIZE_MAX = 10_000;

    private volatile Memory memory = new Memory(null);

    /// A token's SHA-256.
    record Digest(long first, long second, long third, long fourth) {
        /// The digest of any text. Characters that no token has may be taken for each other; ISO
        /// 8859-1 is the encoding that only copies.
        static Digest of(String token) {
            try {
                ByteBuffer bytes =
                        ByteBuffer.wrap(
                                MessageDigest.getInstance("SHA-256")
                                        .digest(token.getBytes(ISO_8859_1)));
                return new Digest(
                        bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        /// Any part of a digest is as good as the whole.
        @Override
        public int hashCode() {
            return (int) first;
        }
    }

    private record Entry(VerifiedIdentity identity, Instant from, Instant until) {
        boolean isOver(Instant now) {
            // A clock that was set back must not make an entry last.
            return now.isBefore(from) || !now.isBefore(until);
        }
    }

    /// What was verified by one set of keys. Entries are read without a lock; whoever changes them
    /// holds that of the [VerifiedTokens], and keeps both collections alike.
    private static final class Memory {
        private final @Nullable KeySet keys;
        private final ConcurrentMap<Digest, Entry> entries = new ConcurrentHashMap<>();
        private final LinkedHashSet<Digest> oldestFirst = new LinkedHashSet<>();

        Memory(@Nullable KeySet keys) {
            this.keys = keys;
        }

        void put(Digest token, Entry entry) {
            entries.put(token, entry);
            oldestFirst.addLast(token);
            if (oldestFirst.size() > SIZE_MAX) {
                entries.remove(oldestFirst.removeFirst());
            }
        }

        void remove(Digest token, Entry entry) {
            if (entries.remove(token, entry)) {
                oldestFirst.remove(token);
            }
        }
    }

    /// The identity that this token was verified to name, with these keys, a moment ago.
    @Nullable VerifiedIdentity find(Digest token, KeySet keys, Instant now) {
        Memory seen = memory;
        Entry entry = keys == seen.keys ? seen.entries.get(token) : null;
        if (entry == null) {
            return null;
        }
        if (entry.isOver(now)) {
            forget(seen, token, entry);
            return null;
        }
        return entry.identity();
    }

    private synchronized void forget(Memory from, Digest token, Entry entry) {
        from.remove(token, entry);
    }

    /// Remembers a verification.
    synchronized void store(Digest token, KeySet keys, VerifiedIdentity identity, Instant now) {
        if (keys != memory.keys) {
            memory = new Memory(keys);
        }
        Instant latest = now.plus(LIFETIME_MAX);
        Instant until = identity.expiresAt().isBefore(latest) ? identity.expiresAt() : latest;
        memory.put(token, new Entry(identity, now, until));
    }

    /// How many tokens are remembered.
    synchronized int size() {
        return memory.oldestFirst.size();
    }
}
