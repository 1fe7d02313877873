// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.model.Problem;
import dev.sluice.model.Secret;
import dev.sluice.oidc.InternalJwt;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes and judges the tokens by which the processes of one cluster know each other: JWTs of the
/// key pair that signs the admin token too, for an audience of their own and for minutes. So no
/// admin token is one of them, and none of them is an admin token.
///
/// Follows the key pair of [AdminTokens] as that is removed and replaced. Safe for many threads.
public final class PeerTokens {
    /// How long a token is good: longer than the clocks of two machines differ.
    static final Duration LIFETIME = Duration.ofMinutes(5);

    /// A token is used for so long; the rest of its life is for its way, and for another clock.
    static final Duration USE_MAX = Duration.ofMinutes(2);

    private static final String AUDIENCE_PREFIX = "peers-of-";
    private static final String SUBJECT = "querier";

    private final AdminTokens keys;
    private final String audience;
    private final InstantSource clock;
    private volatile @Nullable Issued last;

    /// @param keys whose key pair signs
    /// @param clusterId whose processes know each other
    /// @param clock for issue and expiry
    public PeerTokens(AdminTokens keys, UUID clusterId, InstantSource clock) {
        this.keys = keys;
        this.audience = AUDIENCE_PREFIX + clusterId;
        this.clock = clock;
    }

    /// A token that was made, and by which key pair.
    private record Issued(Secret token, Instant at, RsaKeys by) {}

    /// A token to show to another process; the same one for a while.
    ///
    /// @throws dev.sluice.model.ProblemException *unavailable* when there is no key pair
    public Secret token() {
        RsaKeys pair = keys.pair();
        if (pair == null) {
            throw Problem.unavailable(
                            "no_key_pair",
                            "this server has no key pair to prove with that it is of the cluster:"
                                    + " let sluice.access.keyDirectory name that of the ingester")
                    .asException();
        }
        Instant now = clock.instant();
        Issued known = last;
        if (known == null
                || !known.by.isSameAs(pair)
                || now.isBefore(known.at)
                || !now.isBefore(known.at.plus(USE_MAX))) {
            Secret token =
                    pair.jwt(audience).issue(SUBJECT, UUID.randomUUID(), now, now.plus(LIFETIME));
            known = new Issued(token, now, pair);
            last = known;
        }
        return known.token;
    }

    /// Whether another process of the cluster has made this token, a short while ago.
    public boolean admits(Credential credential) {
        RsaKeys pair = keys.pair();
        return pair != null
                && credential instanceof Credential.Bearer(Secret token)
                && pair.jwt(audience).verify(token.reveal(), clock.instant())
                        instanceof InternalJwt.Verdict.Genuine(String subject, _)
                && subject.equals(SUBJECT);
    }
}
