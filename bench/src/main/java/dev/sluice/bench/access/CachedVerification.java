// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sluice.oidc.ProviderHttp;
import dev.sluice.oidc.TokenVerifier;
import dev.sluice.oidc.VerifiedIdentity;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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

/// A token that was verified a moment ago.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@NullUnmarked // JMH sets the fields up
public class CachedVerification {
    private SignedIn people;
    private ProviderHttp http;
    private TokenVerifier verifier;

    /// What each thread has for itself.
    @State(Scope.Thread)
    @NullUnmarked // JMH sets the fields up
    public static class EachThread {
        private Turns turns;

        /// Takes the tokens.
        @Setup
        public void start(CachedVerification shared) {
            turns = new Turns(shared.people.tokens());
        }
    }

    /// Starts everybody.
    @Setup
    public void start() {
        people = new SignedIn("RS256");
        http = ProviderHttp.open();
        verifier = people.verifier(http, InstantSource.system());
    }

    /// Sluice.
    @Benchmark
    public VerifiedIdentity sluice(EachThread thread) {
        return Succeeded.verified(verifier.verify(thread.turns.next()));
    }

    /// The floor: a digest of the token.
    @Benchmark
    public byte[] digestAlone(EachThread thread) throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256")
                .digest(thread.turns.next().getBytes(ISO_8859_1));
    }

    /// Ends everybody.
    @TearDown
    public void stop() {
        verifier.close();
        http.close();
        people.close();
    }
}
