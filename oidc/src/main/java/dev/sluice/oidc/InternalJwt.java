// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sluice.model.Secret;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The tokens that a cluster makes for itself, signed by its own key pair (admin.md 2.3), and the
/// only such tokens that it takes: RS256, this key, this issuer, this audience. Safe for many
/// threads.
public final class InternalJwt {
    /// The issuer that only the cluster's own tokens name.
    public static final String ISSUER = "influxdb-clustered";

    private final String keyId;
    private final RSAPublicKey publicKey;
    private final RSAPrivateKey privateKey;
    private final String audience;

    /// @param keyId told in each token's header
    /// @param publicKey verifies
    /// @param privateKey signs
    /// @param audience whom its tokens are for, such as the cluster's id
    public InternalJwt(
            String keyId, RSAPublicKey publicKey, RSAPrivateKey privateKey, String audience) {
        this.keyId = keyId;
        this.publicKey = publicKey;
        this.privateKey = privateKey;
        this.audience = audience;
    }

    /// What a token turned out to be.
    public sealed interface Verdict {

        /// The cluster made it, and it is valid now.
        ///
        /// @param subject what it was made for
        /// @param expiresAt when it ends
        record Genuine(String subject, Instant expiresAt) implements Verdict {}

        /// It proves nothing.
        ///
        /// @param reason a stable code of [RejectionReasons]
        record Rejected(String reason) implements Verdict {}
    }

    /// Makes a token.
    ///
    /// @param subject what it is for
    /// @param tokenId told as `jti`
    /// @param issuedAt in whole seconds; what is finer is cut off
    /// @param expiresAt in whole seconds; what is finer is cut off
    public Secret issue(String subject, UUID tokenId, Instant issuedAt, Instant expiresAt) {
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .type(JOSEObjectType.JWT)
                                .keyID(keyId)
                                .build(),
                        new JWTClaimsSet.Builder()
                                .issuer(ISSUER)
                                .subject(subject)
                                .audience(audience)
                                .jwtID(tokenId.toString())
                                .issueTime(Date.from(issuedAt))
                                .expirationTime(Date.from(expiresAt))
                                .build());
        try {
            token.sign(new RSASSASigner(privateKey));
        } catch (JOSEException e) {
            throw new IllegalStateException("the cluster's own key does not sign", e);
        }
        return Secret.of(token.serialize());
    }

    /// Whether a token says that it is one of ours: it names our key or our issuer. Says nothing
    /// about whether that is true (admin.md 1.7, step 9).
    public boolean claims(String compactToken) {
        return mayName(compactToken, keyId) && claimsWhenRead(compactToken);
    }

    /// As [#claims], which looks before it reads.
    boolean claimsWhenRead(String compactToken) {
        if (compactToken.length() > TokenVerifier.TOKEN_LENGTH_MAX) {
            return false;
        }
        try {
            SignedJWT token = SignedJWT.parse(compactToken);
            return keyId.equals(token.getHeader().getKeyID())
                    || ISSUER.equals(token.getJWTClaimsSet().getIssuer());
        } catch (ParseException _) {
            return false;
        }
    }

    /// Whether a token names our issuer, whichever key it names: all that can be asked while there
    /// is no key.
    public static boolean namesOurIssuer(String compactToken) {
        if (compactToken.length() > TokenVerifier.TOKEN_LENGTH_MAX
                || !mayName(compactToken, null)) {
            return false;
        }
        try {
            return ISSUER.equals(SignedJWT.parse(compactToken).getJWTClaimsSet().getIssuer());
        } catch (ParseException _) {
            return false;
        }
    }

    /// Whether a token can name this key or our issuer. Every request with a provider's token asks,
    /// so this is the quick answer to most of them.
    private static boolean mayName(String compactToken, @Nullable String keyId) {
        int first = compactToken.indexOf('.');
        int second = compactToken.indexOf('.', first + 1);
        return first >= 0
                && second >= 0
                && ((keyId != null && SegmentGlance.mayHold(compactToken, 0, first, keyId))
                        || SegmentGlance.mayHold(compactToken, first + 1, second, ISSUER));
    }

    /// Judges a token.
    ///
    /// @param now when it must be valid; our own clock made it, so no difference of clocks is
    ///   allowed for
    public Verdict verify(String compactToken, Instant now) {
        if (compactToken.length() > TokenVerifier.TOKEN_LENGTH_MAX) {
            return new Verdict.Rejected(RejectionReasons.TOO_LONG);
        }
        try {
            SignedJWT token = SignedJWT.parse(compactToken);
            if (!JWSAlgorithm.RS256.equals(token.getHeader().getAlgorithm())) {
                return new Verdict.Rejected(RejectionReasons.ALGORITHM_NOT_ALLOWED);
            }
            if (!keyId.equals(token.getHeader().getKeyID())) {
                return new Verdict.Rejected(RejectionReasons.UNKNOWN_KEY);
            }
            if (!token.verify(new RSASSAVerifier(publicKey))) {
                return new Verdict.Rejected(RejectionReasons.BAD_SIGNATURE);
            }
            return judge(token.getJWTClaimsSet(), now);
        } catch (ParseException _) {
            return new Verdict.Rejected(RejectionReasons.OPAQUE_OR_ENCRYPTED);
        } catch (JOSEException _) {
            return new Verdict.Rejected(RejectionReasons.BAD_SIGNATURE);
        }
    }

    private Verdict judge(JWTClaimsSet claims, Instant now) {
        if (claims.getExpirationTime() == null) {
            return new Verdict.Rejected(RejectionReasons.MISSING_EXPIRY);
        }
        Instant expiresAt = claims.getExpirationTime().toInstant();
        if (!now.isBefore(expiresAt)) {
            return new Verdict.Rejected(RejectionReasons.EXPIRED);
        }
        if (!ISSUER.equals(claims.getIssuer())) {
            return new Verdict.Rejected(RejectionReasons.BAD_ISSUER);
        }
        if (!claims.getAudience().contains(audience)) {
            return new Verdict.Rejected(RejectionReasons.BAD_AUDIENCE);
        }
        if (claims.getSubject() == null) {
            return new Verdict.Rejected(RejectionReasons.NO_SUBJECT);
        }
        return new Verdict.Genuine(claims.getSubject(), expiresAt);
    }
}
