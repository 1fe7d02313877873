// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.background;

import dev.sluice.files.FileTrouble;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What keeps something from going well that is tried again and again, so that the log says it each
/// time in a line, shows the stack once, and says when it is over. For one thread at a time.
public final class Trouble {
    /// The kinds of the last failure and of what caused it; empty while all is well.
    private List<Class<?>> kinds = List.of();

    /// A try has failed.
    ///
    /// @return the failure where its stack tells something new, else null: one that is like the
    ///   last one but for its words, and what the code expects of what it works with
    public @Nullable Throwable begin(Throwable failure) {
        List<Class<?>> before = kinds;
        kinds = kinds(failure);
        return kinds.equals(before) || failure instanceof ProblemException ? null : failure;
    }

    /// A try went well.
    ///
    /// @return whether there was trouble until now
    public boolean end() {
        boolean was = !kinds.isEmpty();
        kinds = List.of();
        return was;
    }

    /// What happened, in one line.
    public static String reason(Throwable failure) {
        return switch (failure) {
            case ProblemException problem -> String.valueOf(problem.getMessage());
            case IOException io when io.getMessage() != null -> FileTrouble.sentence(io);
            default -> failure.toString();
        };
    }

    private static List<Class<?>> kinds(Throwable failure) {
        List<Class<?>> kinds = new ArrayList<>();
        @Nullable Throwable next = failure;
        while (next != null && kinds.size() < 10) {
            kinds.add(next.getClass());
            next = next.getCause();
        }
        return kinds;
    }
}
