// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.access;

import dev.sluice.bench.measure.Comparison;
import dev.sluice.bench.measure.Contender;
import dev.sluice.bench.measure.InProcess;
import dev.sluice.bench.measure.Machine;
import dev.sluice.bench.measure.Report;
import dev.sluice.bench.measure.Rounds;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Measures administrative authentication: `./sluice bench access`.
///
/// @param rounds how many
/// @param only measures the subjects with this text in their name; the empty text measures all
/// @param duration how long each measurement takes
/// @param forked whether what runs without a server has a JVM of its own each time; only a test
///   says no
/// @param requestsMax how many requests a connection sends at most
/// @param progress is told what is measured now
public record AccessBench(
        int rounds,
        String only,
        Duration duration,
        boolean forked,
        int requestsMax,
        Consumer<String> progress) {
    /// How many requests a connection sends at most.
    public static final int REQUESTS_MAX = 1_000_000;

    private static final String SLUICE = "Sluice";
    private static final String LIBRARY = "nimbus-jose-jwt";

    /// Measures everything. An operation that did not do what it should fails the run.
    public Report run() throws IOException, InterruptedException {
        Rounds turns = new Rounds(rounds, only, progress);
        List<Comparison> comparisons = new ArrayList<>();
        for (String algorithm : List.of("RS256", "ES256", "EdDSA")) {
            comparisons.addAll(first(turns, algorithm));
        }
        comparisons.addAll(again(turns));
        comparisons.addAll(unknownKey(turns));
        comparisons.addAll(decision(turns));
        List<String> remarks = new ArrayList<>();
        if (DoorBench.SUBJECTS.stream().anyMatch(turns::includes)) {
            remarks.add(door(turns, comparisons));
        }
        return new Report("access", Machine.inGeneralTerms(), comparisons, remarks);
    }

    private String door(Rounds turns, List<Comparison> comparisons)
            throws IOException, InterruptedException {
        try (SignedIn people = new SignedIn("RS256");
                Scratch scratch = Scratch.make();
                Door door = new Door(people, scratch.directory())) {
            comparisons.addAll(new DoorBench(turns, door, duration, requestsMax).run());
            return people.keyFetches();
        }
    }

    private List<Comparison> first(Rounds turns, String algorithm) throws InterruptedException {
        List<Contender> contenders = new ArrayList<>();
        contenders.add(first(SLUICE, "sluice", algorithm));
        // Its processor has no EdDSA.
        if (!algorithm.equals("EdDSA")) {
            contenders.add(first(LIBRARY, "library", algorithm));
        }
        contenders.add(first("the signature alone", "signatureAlone", algorithm));
        return turns.run("first verification, " + algorithm, List.of(InProcess.CPU), contenders);
    }

    private Contender first(String name, String method, String algorithm) {
        return new Contender(
                name,
                inProcess()
                        .measure(
                                FirstVerification.class,
                                method,
                                1,
                                Map.of("algorithm", algorithm)));
    }

    private List<Comparison> again(Rounds turns) throws InterruptedException {
        return turns.run(
                "the same token again, RS256",
                List.of(InProcess.CPU, InProcess.RATE),
                List.of(
                        again(SLUICE, "sluice", 1),
                        again(SLUICE + ", 2 threads", "sluice", 2),
                        first(LIBRARY + ", which has no cache", "library", "RS256"),
                        again("the token's SHA-256 alone", "digestAlone", 1),
                        again("the token's SHA-256 alone, 2 threads", "digestAlone", 2)));
    }

    private Contender again(String name, String method, int threads) {
        return new Contender(
                name, inProcess().measure(CachedVerification.class, method, threads, Map.of()));
    }

    private List<Comparison> unknownKey(Rounds turns) throws InterruptedException {
        return turns.run(
                "a token of an unknown key, refused",
                List.of(InProcess.CPU),
                List.of(
                        new Contender(
                                SLUICE,
                                inProcess().measure(UnknownKey.class, "sluice", 1, Map.of())),
                        new Contender(
                                LIBRARY,
                                inProcess().measure(UnknownKey.class, "library", 1, Map.of()))));
    }

    private List<Comparison> decision(Rounds turns) throws InterruptedException {
        return turns.run(
                "the decision to let an administrator in, audit included",
                List.of(InProcess.CPU),
                List.of(
                        decision("provider's token", "providerToken"),
                        decision("admin token", "adminToken"),
                        decision("the line in the audit log alone", "auditAlone")));
    }

    private Contender decision(String name, String method) {
        return new Contender(
                name, inProcess().measure(AdministratorDecision.class, method, 1, Map.of()));
    }

    private InProcess inProcess() {
        return new InProcess(duration, forked);
    }
}
