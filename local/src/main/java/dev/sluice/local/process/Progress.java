// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.process;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a person sees while something takes its time: on a terminal one line that moves, in a pipe
/// one line a step.
///
/// Safe for many threads.
public final class Progress implements AutoCloseable {
    private static final String MARKS = "|/-\\";
    private static final Duration TURN = Duration.ofMillis(150);
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream talk;
    private final boolean terminal;
    private final @Nullable ScheduledExecutorService turning;
    private @Nullable String step;
    private Stopwatch since = new Stopwatch();
    private int turns;

    /// @param talk where to show it; standard error, since standard output is for results
    /// @param terminal whether a person watches
    public Progress(PrintStream talk, boolean terminal) {
        this.talk = talk;
        this.terminal = terminal;
        this.turning =
                terminal
                        ? Executors.newSingleThreadScheduledExecutor(
                                Thread.ofPlatform().daemon().name("progress").factory())
                        : null;
        if (turning != null) {
            var _ =
                    turning.scheduleAtFixedRate(
                            this::turn, TURN.toMillis(), TURN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /// Begins the next step; the one before it is done.
    ///
    /// @param words what happens now, such as `starting Keycloak`
    public synchronized void step(String words) {
        done();
        step = words;
        since = new Stopwatch();
        if (terminal) {
            show(words);
        } else {
            talk.println(words);
            talk.flush();
        }
    }

    /// Ends the step that runs, if any, and leaves its line with the time that it took.
    public synchronized void done() {
        if (terminal && step != null) {
            talk.printf("%s%s (%d s)%n", CLEAR_LINE, step, elapsedSeconds());
            talk.flush();
        }
        step = null;
    }

    /// Takes the moving line away, as before an error message.
    @Override
    public synchronized void close() {
        if (terminal && step != null) {
            talk.print(CLEAR_LINE);
            talk.flush();
        }
        step = null;
        if (turning != null) {
            turning.shutdownNow();
        }
    }

    private synchronized void turn() {
        if (step != null) {
            turns++;
            show(
                    "%s %c %d s"
                            .formatted(
                                    step, MARKS.charAt(turns % MARKS.length()), elapsedSeconds()));
        }
    }

    private void show(String line) {
        talk.print(CLEAR_LINE + line);
        talk.flush();
    }

    private long elapsedSeconds() {
        return since.elapsed().toSeconds();
    }
}
