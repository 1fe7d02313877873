// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.sluice.oidc.ProviderHttp;
import dev.sluice.oidc.TokenVerifier;
import java.io.IOException;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A flood of tokens that each name another key that the provider does not have.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@NullUnmarked // JMH sets the fields up
public class UnknownKey {
    /// More than are remembered as unknown (admin.md 1.6).
    private static final int TOKENS = 4_096;

    private SignedIn people;
    private ProviderHttp http;
    private TokenVerifier verifier;
    private LibraryVerifier library;
    private Turns turns;

    /// Starts everybody.
    @Setup
    public void start() throws ParseException {
        people = new SignedIn("RS256");
        turns = new Turns(people.unknownKeyTokens(TOKENS));
        http = ProviderHttp.open();
        verifier = people.verifier(http, InstantSource.system());
        library = new LibraryVerifier(people);
    }

    /// Sluice.
    @Benchmark
    public String sluice() {
        return Succeeded.refused(verifier.verify(turns.next()), "unknown_key");
    }

    /// The library's own processor.
    @Benchmark
    public String library() throws ParseException {
        try {
            JWTClaimsSet claims = library.verify(turns.next());
            throw Succeeded.other("verified " + claims.getSubject());
        } catch (BadJOSEException | JOSEException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    /// Ends everybody.
    @TearDown
    public void stop() throws IOException {
        String _ = people.keyFetches();
        verifier.close();
        http.close();
        library.close();
        people.close();
    }
}
