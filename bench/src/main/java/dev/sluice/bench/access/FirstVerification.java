// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.sluice.oidc.ProviderHttp;
import dev.sluice.oidc.TokenVerifier;
import dev.sluice.oidc.VerifiedIdentity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A token that nobody has seen before: everything is checked.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@NullUnmarked // JMH sets the fields up
public class FirstVerification {
    /// The tokens' algorithm.
    @Param({"RS256", "ES256", "EdDSA"})
    public String algorithm;

    private SignedIn people;
    private ProviderHttp http;
    private TokenVerifier verifier;
    private LibraryVerifier library;
    private SignatureAlone alone;
    private Turns turns;

    /// Starts everybody.
    @Setup
    public void start() throws ParseException, JOSEException, GeneralSecurityException {
        people = new SignedIn(algorithm);
        turns = new Turns(people.tokens());
        http = ProviderHttp.open();
        verifier = people.verifier(http, new BackwardClock(InstantSource.system().instant()));
        // The library's processor has no EdDSA.
        library = algorithm.equals("EdDSA") ? null : new LibraryVerifier(people);
        alone = new SignatureAlone(people.pair());
    }

    /// Sluice.
    @Benchmark
    public VerifiedIdentity sluice() {
        return Succeeded.verified(verifier.verify(turns.next()));
    }

    /// The library's own processor.
    @Benchmark
    public JWTClaimsSet library() throws ParseException, BadJOSEException, JOSEException {
        return library.verify(turns.next());
    }

    /// The signature and nothing else.
    @Benchmark
    public boolean signatureAlone() throws GeneralSecurityException {
        if (!alone.verifies(turns.next())) {
            throw Succeeded.other("bad signature");
        }
        return true;
    }

    /// Ends everybody.
    @TearDown
    public void stop() throws IOException {
        verifier.close();
        http.close();
        if (library != null) {
            library.close();
        }
        people.close();
    }
}
