// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.output;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// One line at the foot of a terminal that says how far something long has come, and that is gone
/// when it is done. Nothing at all where standard error is no terminal, and nothing for what is
/// done soon.
public final class ProgressLine implements AutoCloseable {
    /// What takes less is not talked about.
    static final Duration QUIET = Duration.ofSeconds(1);

    /// How often the line changes at most.
    static final Duration PAUSE = Duration.ofMillis(200);

    private static final String CLEAR = "\r\u001b[K";

    private final Terminal terminal;
    private final LongSupplier ticker;
    private final boolean active;
    private long dueNanos;
    private boolean shown;

    /// @param ticker nanoseconds since some fixed moment
    /// @param wanted whether there is anything to be said; false where the line would stand between
    ///   lines of the result
    public ProgressLine(Terminal terminal, LongSupplier ticker, boolean wanted) {
        this.terminal = terminal;
        this.ticker = ticker;
        this.active = wanted && terminal.screen().tells();
        this.dueNanos = active ? ticker.getAsLong() + QUIET.toNanos() : 0;
    }

    /// Says how far it has come, if it is time to.
    ///
    /// @param text made only then; cut to the terminal's width
    public void update(Supplier<String> text) {
        if (!active || ticker.getAsLong() - dueNanos < 0) {
            return;
        }
        dueNanos = ticker.getAsLong() + PAUSE.toNanos();
        String line = Visible.text(text.get());
        int width = Math.max(1, terminal.screen().width() - 1);
        terminal.err().print(CLEAR + (line.length() <= width ? line : line.substring(0, width)));
        terminal.err().flush();
        shown = true;
    }

    /// Takes the line away.
    @Override
    public void close() {
        if (shown) {
            terminal.err().print(CLEAR);
            terminal.err().flush();
            shown = false;
        }
    }
}
