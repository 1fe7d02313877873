// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.objectstore.StoreCopy.Amount;
import java.io.PrintStream;
import java.util.Locale;

/// What `sluice move` says: how far it is, on a terminal, and at the end what it did.
final class MoveReport {
    private static final long KILOBYTE = 1 << 10;
    private static final String[] LARGER = {"kB", "MB", "GB", "TB"};

    private final PrintStream out;
    private final boolean terminal;

    /// What the unfinished line says; empty where there is none.
    private String line = "";

    /// @param terminal whether somebody looks, and a line may be written over
    MoveReport(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /// How far the files are.
    synchronized void files(Amount done, Amount all) {
        show(
                "files %d of %d, %s of %s"
                        .formatted(
                                done.objects(),
                                all.objects(),
                                size(done.bytes()),
                                size(all.bytes())));
    }

    /// That the catalog is on its way, some ten thousand files of it a second.
    synchronized void catalog() {
        show("the catalog");
    }

    private void show(String next) {
        if (terminal) {
            out.print("\r" + next + " ".repeat(Math.max(0, line.length() - next.length())));
            out.flush();
            line = next;
        }
    }

    /// Ends the line that is written over.
    synchronized void endLine() {
        if (!line.isEmpty()) {
            out.println();
            line = "";
        }
    }

    /// Says what was done, or is to be done.
    synchronized void say(String sentence) {
        endLine();
        out.println(sentence);
    }

    /// So many of something.
    static String count(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /// So many bytes, for people.
    static String size(long bytes) {
        if (bytes < KILOBYTE) {
            return bytes + " bytes";
        }
        double amount = bytes;
        int unit = -1;
        while (amount >= KILOBYTE && unit < LARGER.length - 1) {
            amount /= KILOBYTE;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", amount, LARGER[unit]);
    }
}
