// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import java.io.Console;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/// The program `sluice`. The only class that asks the JVM about its surroundings.
///
/// A signal to end is held back until the server has stopped in good order.
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
        Runtime runtime = Runtime.getRuntime();
        Thread hook = Thread.ofPlatform().name("sluice-stop").unstarted(() -> stop(told, ended));
        runtime.addShutdownHook(hook);
        int code = FAILED;
        try {
            code = Program.run(surroundings(runtime, told), arguments);
        } finally {
            ended.countDown();
        }
        System.exit(code);
    }

    private static Surroundings surroundings(Runtime runtime, CountDownLatch told) {
        String version = Main.class.getPackage().getImplementationVersion();
        Host host =
                new Host(
                        System.getenv(),
                        Clock.systemUTC(),
                        version == null ? "0.0.0-development" : version,
                        runtime.availableProcessors(),
                        runtime.maxMemory());
        return new Surroundings(host, System.out, System.err, told::await, isTerminal());
    }

    // Whether there is a console where there is no terminal differs from one JDK to the next.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
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
