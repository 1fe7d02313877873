// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The peer: nimbus-jose-jwt as its documentation has it, its own processor over its own caching,
/// rate-limited key source, set to check what Sluice checks: signature, type, issuer, audience,
/// times, subject. The key document is in memory already. Close it.
final class LibraryVerifier implements AutoCloseable {
    private final AtomicInteger fetches = new AtomicInteger();
    private final JWKSource<SecurityContext> keys;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /// A verifier for the tokens of `people`, of an algorithm that the library's processor knows.
    LibraryVerifier(SignedIn people) throws ParseException {
        JWKSet published = JWKSet.parse(Map.of("keys", List.of(people.pair().jwk())));
        this.keys = JWKSourceBuilder.create(new InMemory(published, fetches)).build();
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(
                        JWSAlgorithm.parse(people.pair().algorithm()), keys));
        processor.setJWTClaimsSetVerifier(
                new DefaultJWTClaimsVerifier<>(
                        SignedIn.AUDIENCE,
                        new JWTClaimsSet.Builder()
                                .issuer(people.provider().issuer())
                                .claim("typ", "Bearer")
                                .build(),
                        Set.of("exp", "iat", "sub")));
    }

    /// The claims of a good token.
    JWTClaimsSet verify(String token) throws ParseException, BadJOSEException, JOSEException {
        return processor.process(token, null);
    }

    /// How often the key document was asked for.
    int keyFetches() {
        return fetches.get();
    }

    @Override
    public void close() throws IOException {
        if (keys instanceof AutoCloseable open) {
            try {
                open.close();
            } catch (IOException failed) {
                throw failed;
            } catch (Exception failed) {
                throw new IOException(failed);
            }
        }
    }

    private record InMemory(JWKSet published, AtomicInteger fetches)
            implements JWKSetSource<SecurityContext> {
        @Override
        public JWKSet getJWKSet(
                JWKSetCacheRefreshEvaluator refresh,
                long currentTime,
                @Nullable SecurityContext context) {
            fetches.incrementAndGet();
            return published;
        }

        @Override
        public void close() {}
    }
}
