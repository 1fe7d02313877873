// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.model.Problem;
import dev.sluice.model.Secret;
import dev.sluice.oidc.InternalJwt;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

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

    /// How long the key pair before serves too: processes see a change one after the other, on
    /// Kubernetes within a minute and a half, and there may be no pair at all in between.
    static final Duration FORMER_WHILE = Duration.ofMinutes(3);

    private static final String AUDIENCE_PREFIX = "peers-of-";
    private static final String SUBJECT = "peer";

    private final AdminTokens keys;
    private final String audience;
    private final InstantSource clock;
    private volatile List<Issued> issued = List.of();

    /// @param keys whose key pair signs
    /// @param clusterId whose processes know each other
    /// @param clock for issue and expiry
    public PeerTokens(AdminTokens keys, UUID clusterId, InstantSource clock) {
        this.keys = keys;
        this.audience = AUDIENCE_PREFIX + clusterId;
        this.clock = clock;
    }

    /// A token that was made, and by which key pair.
    private record Issued(Secret token, Instant at, RsaKeys by) {
        boolean isFresh(Instant now) {
            return !now.isBefore(at) && now.isBefore(at.plus(USE_MAX));
        }
    }

    /// Tokens to show to another process, the one to show first before the other; the same ones for
    /// a while. The second is of the key pair before, and there is one only while the other process
    /// may not have seen that it was replaced.
    ///
    /// @throws dev.sluice.model.ProblemException *unavailable* when there is no key pair
    public List<Secret> tokens() {
        List<Secret> tokens = pairs().map(this::token).toList();
        if (tokens.isEmpty()) {
            throw Problem.unavailable(
                            "no_key_pair",
                            "this server has no key pair to prove with that it is of the cluster:"
                                    + " let sluice.access.keyDirectory name that of the ingester")
                    .asException();
        }
        return tokens;
    }

    /// Whether another process of the cluster has made this token, a short while ago.
    public boolean admits(Credential credential) {
        return credential instanceof Credential.Bearer(Secret token)
                && pairs().anyMatch(pair -> isOf(pair, token));
    }

    private Stream<RsaKeys> pairs() {
        return Stream.of(
                        Optional.ofNullable(keys.pair()),
                        Optional.ofNullable(keys.formerPair(FORMER_WHILE)))
                .flatMap(Optional::stream);
    }

    private boolean isOf(RsaKeys pair, Secret token) {
        return pair.jwt(audience).verify(token.reveal(), clock.instant())
                        instanceof InternalJwt.Verdict.Genuine(String subject, _)
                && subject.equals(SUBJECT);
    }

    private Secret token(RsaKeys pair) {
        Instant now = clock.instant();
        return issued.stream()
                .filter(known -> known.by.equals(pair) && known.isFresh(now))
                .findFirst()
                .orElseGet(() -> issue(pair, now))
                .token;
    }

    private Issued issue(RsaKeys pair, Instant now) {
        Secret token =
                pair.jwt(audience).issue(SUBJECT, UUID.randomUUID(), now, now.plus(LIFETIME));
        Issued made = new Issued(token, now, pair);
        issued =
                Stream.concat(
                                Stream.of(made),
                                issued.stream().filter(other -> !other.by.equals(pair)))
                        .limit(2)
                        .toList();
        return made;
    }
}
