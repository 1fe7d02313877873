// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/// The words of a command line, as far as they tell which commands it may be about. A command that
/// no word names cannot be meant, so it need not be built; that is most of a short run's time.
///
/// @param words the arguments, values of flags included
/// @param everything whether every command may be meant, as where help is asked for
record Mentioned(Set<String> words, boolean everything) {
    /// Every command.
    static final Mentioned EVERYTHING = new Mentioned(Set.of(), true);

    private static final Set<String> HELP = Set.of("help", "h", "--help", "-help", "-h");

    /// Copies the words.
    Mentioned {
        words = Set.copyOf(words);
    }

    /// What these arguments mention.
    static Mentioned in(String... arguments) {
        Set<String> words = new HashSet<>(Arrays.asList(arguments));
        return HELP.stream().anyMatch(words::contains) ? EVERYTHING : new Mentioned(words, false);
    }
}
