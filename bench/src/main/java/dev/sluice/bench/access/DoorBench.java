// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.access;

import dev.sluice.bench.access.Load.Answered;
import dev.sluice.bench.access.Load.Sending;
import dev.sluice.bench.measure.Comparison;
import dev.sluice.bench.measure.Contender;
import dev.sluice.bench.measure.Quantity;
import dev.sluice.bench.measure.Rounds;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Requests through the door, and what a flood of tokens of unknown keys does to them.
final class DoorBench {
    private static final int CONNECTIONS = 2;
    private static final String ALONE =
            "GET /api/v0/tokens over %d connections".formatted(CONNECTIONS);
    private static final String BESIDE = "a provider's token over 1 connection, beside 1 of others";

    /// What is measured.
    static final List<String> SUBJECTS = List.of(ALONE, BESIDE);

    /// How often everybody warms the server up.
    private static final int WARM_UPS = 3;

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;

    /// More than the server remembers as unknown (admin.md 1.6).
    private static final int UNKNOWN_KEYS = 4_096;

    private static final Quantity RATE = new Quantity("rate", "requests", "1/s");
    private static final Quantity HALF = new Quantity("p50", "latency, median", "us");
    private static final Quantity NEARLY_ALL = new Quantity("p99", "latency, 99 of 100", "us");
    private static final Quantity CPU =
            new Quantity("cpu", "CPU time of a request, client included", "us");

    private static final double NANOS_PER_MICRO = 1e3;

    private final Rounds rounds;
    private final Load load;
    private final Door door;
    private final List<byte[]> good;
    private final List<byte[]> unknown;

    DoorBench(Rounds rounds, Door door, Duration duration, int requestsMax) {
        this.rounds = rounds;
        this.door = door;
        this.load = new Load(door.address(), duration, requestsMax);
        this.good = door.providerTokenRequests();
        this.unknown = door.unknownKeyRequests(UNKNOWN_KEYS);
    }

    /// Warms the server up and measures.
    List<Comparison> run() throws IOException, InterruptedException {
        List<Contender> alone =
                List.of(
                        alone("provider's token", new Sending(CONNECTIONS, good, OK)),
                        alone(
                                "admin token",
                                new Sending(CONNECTIONS, door.adminTokenRequests(), OK)),
                        alone(
                                "token of an unknown key, refused",
                                new Sending(CONNECTIONS, unknown, UNAUTHORIZED)),
                        alone(
                                "GET /health, no token",
                                new Sending(CONNECTIONS, door.healthRequests(), OK)));
        for (int i = 0; i < WARM_UPS; i++) {
            for (Contender contender : alone) {
                contender.measure().run();
            }
        }
        List<Comparison> comparisons =
                new ArrayList<>(rounds.run(ALONE, List.of(RATE, HALF, NEARLY_ALL, CPU), alone));
        comparisons.addAll(
                rounds.run(
                        BESIDE,
                        List.of(HALF, NEARLY_ALL),
                        List.of(
                                beside("nobody", List.of()),
                                beside(
                                        "a flood of unknown keys",
                                        List.of(new Sending(1, unknown, UNAUTHORIZED))),
                                beside(
                                        "as many GET /health as will go",
                                        List.of(new Sending(1, door.healthRequests(), OK))))));
        return comparisons;
    }

    private Contender alone(String name, Sending sending) {
        return new Contender(name, () -> quantities(load.run(sending).getFirst()));
    }

    private Contender beside(String name, List<Sending> others) {
        List<Sending> all = new ArrayList<>(others);
        all.addFirst(new Sending(1, good, OK));
        return new Contender(
                name, () -> quantities(load.run(all.toArray(Sending[]::new)).getFirst()));
    }

    private static Map<String, Double> quantities(Answered answered) {
        return Map.of(
                RATE.name(), answered.perSecond(),
                HALF.name(), answered.quantileNanos(0.5) / NANOS_PER_MICRO,
                NEARLY_ALL.name(), answered.quantileNanos(0.99) / NANOS_PER_MICRO,
                CPU.name(), answered.cpuNanosEach() / NANOS_PER_MICRO);
    }
}
