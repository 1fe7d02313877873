// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.ManagementClient;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Does what cannot easily be taken back to one or several things: asks once for all of them, goes
/// on after a failure, and says of each what was done (admin.md 3.2 and 3.7).
///
/// @param terminal where it asks and tells
/// @param profiles say which cluster
/// @param management leads there
record Deeds(Terminal terminal, ProfileSource profiles, ManagementCalls management) {

    /// What is done to one of them.
    ///
    /// @param <T> what names it
    @FunctionalInterface
    interface Deed<T> {
        void on(ManagementClient client, T target) throws InterruptedException;
    }

    /// The words for it.
    ///
    /// @param verb such as `delete`
    /// @param participle such as `deleted`
    /// @param noun such as `database`
    /// @param quote what stands around a name; empty around an id
    record Words(String verb, String participle, String noun, String quote) {
        /// Words for something that has a name.
        static Words named(String verb, String participle, String noun) {
            return new Words(verb, participle, noun, "\"");
        }

        /// Words for something that has an id.
        static Words numbered(String verb, String participle, String noun) {
            return new Words(verb, participle, noun, "");
        }

        private String one(Object target) {
            return noun + " " + quote + target + quote;
        }

        private String question(Collection<?> targets) {
            return "Are you sure you want to "
                    + verb
                    + " "
                    + noun
                    + (targets.size() == 1 ? " " : "s ")
                    + targets.stream().map(String::valueOf).collect(Collectors.joining(", "))
                    + "?";
        }
    }

    /// Does it to each of `targets`.
    ///
    /// @param force whether nobody is asked
    /// @return failure when it was not done to one of them
    /// @throws ProblemException `declined` when the person says anything but yes
    <T> ExitCode run(Words words, Collection<T> targets, boolean force, Deed<T> deed)
            throws InterruptedException {
        Profile profile = profiles.chosen();
        if (!force && !terminal.confirm(words.question(targets))) {
            throw Problem.invalid("declined", "no " + words.noun + " was " + words.participle)
                    .asException();
        }
        ExitCode outcome = ExitCode.SUCCESS;
        for (T target : targets) {
            try {
                run(profile, words, target, deed);
            } catch (ProblemException e) {
                terminal.error(e.problem().message());
                outcome = ExitCode.FAILURE;
            }
        }
        return outcome;
    }

    /// Reads what names the targets, and does it to each that could be read, once.
    ///
    /// @param reading throws for a text that names none: that is told before anybody is asked, and
    ///   the others have their turn
    /// @return failure when it was not done to one of them
    /// @throws ProblemException `declined` when the person says anything but yes
    <T> ExitCode run(
            Words words,
            Collection<String> texts,
            Function<String, T> reading,
            boolean force,
            Deed<T> deed)
            throws InterruptedException {
        Set<T> targets = new LinkedHashSet<>();
        ExitCode outcome = ExitCode.SUCCESS;
        for (String text : texts) {
            try {
                targets.add(reading.apply(text));
            } catch (ProblemException e) {
                terminal.error(e.problem().message());
                outcome = ExitCode.FAILURE;
            }
        }
        ExitCode ofTargets = targets.isEmpty() ? outcome : run(words, targets, force, deed);
        return outcome == ExitCode.SUCCESS ? ofTargets : outcome;
    }

    private <T> void run(Profile profile, Words words, T target, Deed<T> deed)
            throws InterruptedException {
        boolean done =
                management.call(
                        profile,
                        words.verb + " " + words.one(target),
                        client -> {
                            deed.on(client, target);
                            return true;
                        });
        if (done) {
            terminal.out().println(words.one(target) + " successfully " + words.participle);
        }
    }
}
