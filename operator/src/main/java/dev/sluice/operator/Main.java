// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator;

import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/// The program `sluice-operator`. The only class that asks the JVM about its surroundings.
public final class Main {
    /// The exit code of a command that did what it should.
    static final int SUCCEEDED = 0;

    /// The exit code of a command that could not; the reason is on standard error.
    static final int FAILED = 1;

    private Main() {}

    /// Runs the arguments as one command line and ends the process with its exit code.
    public static void main(String... arguments) {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = Thread.ofPlatform().name("operator-stop").unstarted(() -> stop(told, ended));
        Runtime.getRuntime().addShutdownHook(hook);
        int code = FAILED;
        try {
            code = Program.run(surroundings(told), arguments);
        } finally {
            ended.countDown();
        }
        System.exit(code);
    }

    private static Surroundings surroundings(CountDownLatch told) {
        String version = Main.class.getPackage().getImplementationVersion();
        return new Surroundings(
                System.getenv(),
                () -> new KubernetesClientBuilder().build(),
                Clock.systemUTC(),
                version == null ? "0.0.0-development" : version,
                System.out,
                System.err,
                told::await);
    }

    private static void stop(CountDownLatch told, CountDownLatch ended) {
        told.countDown();
        try {
            ended.await();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
