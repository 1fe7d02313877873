// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.background.Deadlines;
import dev.sluice.testkit.Conforms;
import java.lang.reflect.Proxy;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.junit.jupiter.api.Test;

/// Clients that begin queries and leave them at once, as many as they can.
final class GoneClientTest {
    private final AtomicReference<Runnable> leave = new AtomicReference<>(() -> {});

    @Test
    @Conforms("D-128")
    void nothingIsAskedForAClientThatHasLeftBeforeItsTurn() {
        AtomicBoolean asked = new AtomicBoolean();
        try (ExecutorService streams = Executors.newVirtualThreadPerTaskExecutor();
                Deadlines deadlines = new Deadlines("test-timer")) {
            Delivery delivery =
                    new Delivery(
                            client(),
                            new Delivery.Threads(streams, deadlines),
                            "1",
                            new Delivery.Patience(OpenFlight.TIME_LIMIT, OpenFlight.TIME_LIMIT));
            leave.get().run();

            delivery.run(() -> {
                asked.set(true);
                return new Delivery.Whole(_ -> {});
            });
        }

        assertThat(asked).isFalse();
    }

    /// Takes nothing, and tells that it has left when it does.
    private ServerStreamListener client() {
        return (ServerStreamListener)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {ServerStreamListener.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("setOnCancelHandler")) {
                                leave.set((Runnable) arguments[0]);
                            }
                            return null;
                        });
    }
}
