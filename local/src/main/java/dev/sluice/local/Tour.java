// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import dev.sluice.local.keycloak.FileTrees;
import dev.sluice.local.keycloak.Person;
import dev.sluice.local.keycloak.SignInPages;
import dev.sluice.local.process.Ports;
import dev.sluice.local.process.Progress;
import dev.sluice.model.Problem;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;

/// Plays the whole story unattended, the person at the browser included.
///
/// It plays in an installation of its own, in a fresh directory and on free ports: the story begins
/// with a first sign-in and an empty list of tokens, which an installation that is in use does not
/// have, and nobody's data is touched. The installation is removed at the end.
final class Tour {
    private final Programs programs;
    private final Layout layout;
    private final HttpClient http;
    private final Progress progress;
    private final PrintStream results;

    /// @param layout where to play; what is there is removed
    Tour(
            Programs programs,
            Layout layout,
            HttpClient http,
            Progress progress,
            PrintStream results) {
        this.programs = programs;
        this.layout = layout;
        this.http = http;
        this.progress = progress;
        this.results = results;
    }

    /// Plays every step.
    ///
    /// @throws dev.sluice.model.ProblemException *conflict* when a step gave a wrong answer
    void run(Up.Wishes wishes) throws IOException, InterruptedException {
        if (Boolean.FALSE.equals(wishes.identityProvider())) {
            throw Problem.invalid(
                            "tour_without_provider",
                            "the tour plays a sign-in, so it needs the identity provider; leave out"
                                    + " --without-identity-provider")
                    .asException();
        }
        Stack stack = Stack.of(layout, programs, http);
        var down = new Down(stack, progress);
        Thread cleaning = Thread.ofPlatform().unstarted(() -> clean(stack));
        removeRemains(down);
        Runtime.getRuntime().addShutdownHook(cleaning);
        try {
            layout.require();
            Up.Result up = new Up(stack, progress).run(onFreePorts(wishes));
            play(up);
        } finally {
            removeRemains(down);
        }
        results.println();
        results.println("Every step gave the right answer. ./sluice up starts one to keep.");
    }

    private void play(Up.Result up) throws IOException, InterruptedException {
        Person person = up.person();
        if (person == null) {
            throw new IllegalStateException("the tour's installation has no person");
        }
        var influxctl = new Influxctl(programs, layout.profileFile(), layout.commandLineCache());
        Path points = layout.directory().resolve("home.lp");
        Files.writeString(points, SampleData.lines());
        new TourScript(
                        arguments ->
                                influxctl.run(
                                        page -> new SignInPages(http).approve(page, person),
                                        arguments),
                        results,
                        points)
                .play();
    }

    private void removeRemains(Down down) throws IOException, InterruptedException {
        if (Files.exists(layout.directory())) {
            down.run();
            FileTrees.delete(layout.directory());
        }
    }

    /// For Ctrl-C: the processes are in sessions of their own and would go on running.
    private static void clean(Stack stack) {
        try {
            stack.server().stop();
            stack.keycloak().stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Up.Wishes onFreePorts(Up.Wishes wishes) throws IOException {
        return new Up.Wishes(
                wishes.port() == null ? Ports.free() : wishes.port(),
                wishes.keycloakPort() == null ? Ports.free() : wishes.keycloakPort(),
                true);
    }
}
