// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import java.io.Console;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The program `sluice`. The only class that asks the JVM about its surroundings.
///
/// A signal to end is held back until the server has stopped in good order.
public final class Main {
    private static final Logger log = LoggerFactory.getLogger(Main.class);

    /// The exit code of a command that did what it should.
    static final int SUCCEEDED = 0;

    /// The exit code of a command that could not; the reason is on standard error.
    static final int FAILED = 1;

    /// The exit code of a process whose heap was full and stayed so, as that of a JVM which ends
    /// when it has no memory.
    static final int NO_MEMORY = 3;

    private static final long TELLING_MILLIS_MAX = 1000;

    /// Made before it is needed, when there is memory for it.
    private static final byte[] FULL =
            "sluice: the heap has been full for %d seconds, and this process ends, to be started anew; JDK_JAVA_OPTIONS=-Xmx... gives it more\n"
                    .formatted(HeapWatch.SECONDS)
                    .getBytes(StandardCharsets.UTF_8);

    private Main() {}

    /// Runs the arguments as one command line and ends the process with its exit code.
    public static void main(String... arguments) {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime runtime = Runtime.getRuntime();
        Thread hook = Thread.ofPlatform().name("sluice-stop").unstarted(() -> stop(told, ended));
        runtime.addShutdownHook(hook);
        Thread.setDefaultUncaughtExceptionHandler(Main::logEnd);
        Thread teller = Thread.ofPlatform().name("sluice-full").daemon().unstarted(Main::tellFull);
        new HeapWatch(runtime.maxMemory(), () -> endFull(teller, runtime)).start();
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

    /// A thread of a library's, mostly: whoever is to live on catches what comes.
    private static void logEnd(Thread thread, Throwable failure) {
        log.atError()
                .addKeyValue("thread", thread.getName())
                .setCause(failure)
                .log("a thread has ended by a failure that nobody expected");
    }

    /// Ends at once: stopping in good order takes memory. It is as after a crash, and what was
    /// acknowledged is in the log. Who does not read what is told keeps nobody from it.
    private static void endFull(Thread teller, Runtime runtime) {
        try {
            teller.start();
            teller.join(TELLING_MILLIS_MAX);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            runtime.halt(NO_MEMORY);
        }
    }

    private static void tellFull() {
        System.err.write(FULL, 0, FULL.length);
        System.err.flush();
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
