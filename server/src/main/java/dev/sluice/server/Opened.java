// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was opened, in order; closes it in the reverse order, all of it, whatever fails.
final class Opened implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Opened.class);

    private final Deque<AutoCloseable> stack = new ArrayDeque<>();
    private final List<Runnable> hurries = new ArrayList<>();

    /// Starts a server of parts that are opened one after another; nothing is left open when one of
    /// them fails.
    static RunningServer starting(Function<Opened, RunningServer> start) {
        Opened opened = new Opened();
        boolean complete = false;
        try {
            RunningServer server = start.apply(opened);
            complete = true;
            return server;
        } finally {
            if (!complete) {
                opened.close();
            }
        }
    }

    /// Takes charge of closing `part`.
    <T extends AutoCloseable> T add(T part) {
        stack.push(part);
        return part;
    }

    /// Has `hurry` run before anything is closed. It throws nothing.
    void beforeClosing(Runnable hurry) {
        hurries.add(hurry);
    }

    // A part that fails to close must not keep the next ones open.
    @SuppressWarnings("CatchingUnchecked")
    @Override
    public void close() {
        hurries.forEach(Runnable::run);
        hurries.clear();
        while (!stack.isEmpty()) {
            AutoCloseable part = stack.pop();
            try {
                part.close();
            } catch (Exception failed) {
                if (failed instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                log.atWarn()
                        .addKeyValue("part", part.getClass().getSimpleName())
                        .setCause(failed)
                        .log("a part of the server did not close well");
            }
        }
    }
}
