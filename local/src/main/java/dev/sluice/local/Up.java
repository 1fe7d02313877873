// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import dev.sluice.files.PrivateFiles;
import dev.sluice.local.AppInstanceFile.Administration;
import dev.sluice.local.AppInstanceFile.User;
import dev.sluice.local.keycloak.KeycloakAdmin;
import dev.sluice.local.keycloak.KeycloakDistribution;
import dev.sluice.local.keycloak.KeycloakProcess;
import dev.sluice.local.keycloak.Person;
import dev.sluice.local.keycloak.Realm;
import dev.sluice.local.process.Progress;
import dev.sluice.model.Problem;
import dev.sluice.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Brings an installation up, from whatever state it is in: identity provider, configuration,
/// server, profile, sample data. What is done already is not done again, and data is kept.
final class Up {
    /// Who may administer a fresh installation.
    static final String USERNAME = "ada";

    private static final String REALM = "sluice";
    private static final String CLIENT = "influxctl";

    /// Shorter than Keycloak's own five seconds: there is one user, and they wait.
    private static final Duration POLLING_INTERVAL = Duration.ofSeconds(1);

    private final Stack stack;
    private final Progress progress;
    private final GeneratedPassword passwords = new GeneratedPassword(new SecureRandom());

    Up(Stack stack, Progress progress) {
        this.stack = stack;
        this.progress = progress;
    }

    /// What a person says on the command line; null stands for what it was before, or the default.
    record Wishes(
            @Nullable Integer port,
            @Nullable Integer keycloakPort,
            @Nullable Boolean identityProvider) {}

    /// What is up now.
    ///
    /// @param fresh whether it came up for the first time
    /// @param person who may sign in; null without an identity provider
    record Result(Installation installation, boolean fresh, @Nullable Person person) {}

    /// Brings everything up; the caller holds the directory's lock.
    ///
    /// @throws dev.sluice.model.ProblemException when a part does not come up; what runs already
    ///   goes on running
    Result run(Wishes wishes) throws IOException, InterruptedException {
        Installation before = Installation.find(stack.layout().installationFile());
        Installation wanted = wanted(wishes, before == null ? Installation.defaults() : before);
        if (before != null && !before.servesLike(wanted) && isAnythingRunning()) {
            throw runsOtherwise(before);
        }
        Person person = wanted.identityProvider() ? person() : null;
        boolean fresh = !wanted.sampleLoaded();
        Installation up = isUp(wanted) ? wanted : start(wanted, person);
        progress.done();
        return new Result(up, fresh, person);
    }

    private Installation start(Installation wanted, @Nullable Person person)
            throws IOException, InterruptedException {
        stack.server().requireStartable(wanted.port());
        if (person == null) {
            Installation up = startServer(wanted, null);
            Path token = stack.layout().adminTokenFile();
            return finish(up, ProfileFile.withAdminToken(up.port(), token));
        }
        stack.keycloak().requireStartable(wanted.keycloakPort());
        KeycloakAdmin keycloak = startKeycloak(wanted.keycloakPort());
        progress.step("preparing the realm");
        Realm realm = keycloak.createRealm(REALM, CLIENT, POLLING_INTERVAL);
        String id = keycloak.createPerson(realm, person);
        var user = new User(id, person.firstName(), person.lastName(), person.email());
        Installation up =
                startServer(wanted, new Administration(realm.jwksEndpoint(), List.of(user)));
        return finish(up, ProfileFile.signingIn(up.port(), realm));
    }

    private Installation finish(Installation up, String profile)
            throws IOException, InterruptedException {
        Layout layout = stack.layout();
        Installation noted = write(layout.profileFile(), profile, up);
        if (noted.sampleLoaded()) {
            return noted;
        }
        progress.step("loading sample data");
        Secret adminToken = SampleData.adminToken(layout.adminTokenFile());
        new SampleData(stack.http(), ServerProcess.baseUri(noted.port()), adminToken).load();
        Installation loaded = noted.withSampleLoaded();
        loaded.store(layout.installationFile());
        return loaded;
    }

    private static Installation wanted(Wishes wishes, Installation base) {
        return new Installation(
                wishes.port() == null ? base.port() : wishes.port(),
                wishes.keycloakPort() == null ? base.keycloakPort() : wishes.keycloakPort(),
                wishes.identityProvider() == null
                        ? base.identityProvider()
                        : wishes.identityProvider(),
                base.sampleLoaded(),
                base.written());
    }

    private boolean isAnythingRunning() throws IOException {
        return stack.server().find() != null || stack.keycloak().find() != null;
    }

    private boolean isUp(Installation wanted) throws IOException, InterruptedException {
        return wanted.sampleLoaded()
                && Files.exists(stack.layout().profileFile())
                && Status.look(stack).isAllRunning();
    }

    private Person person() throws IOException {
        Path file = stack.layout().personPasswordFile();
        return new Person(USERNAME, "Ada", "Lovelace", passwords.keptIn(file));
    }

    private KeycloakAdmin startKeycloak(int port) throws IOException, InterruptedException {
        KeycloakDistribution distribution = stack.distribution();
        if (!distribution.isPrepared()) {
            Path cache = PrivateFiles.makeDirectory(distribution.cache());
            Layout.requireSpace(cache, KeycloakDistribution.SPACE_BYTES_NEEDED);
        }
        stack.keycloak().start(port, progress);
        Secret password = passwords.keptIn(stack.layout().keycloakPasswordFile());
        return KeycloakAdmin.open(stack.http(), KeycloakProcess.baseUri(port), password);
    }

    private Installation startServer(Installation wanted, @Nullable Administration administration)
            throws IOException, InterruptedException {
        Layout layout = stack.layout();
        var content = new AppInstanceFile(wanted.port(), layout.data(), administration);
        Installation noted = write(layout.configurationFile(), content.render(), wanted);
        progress.step("starting the server");
        stack.server().start(layout.configurationFile(), layout.data(), wanted.port());
        return noted;
    }

    private Installation write(Path file, String text, Installation installation)
            throws IOException {
        Layout layout = stack.layout();
        String name = layout.directory().relativize(file).toString();
        String lastDigest = installation.written().get(name);
        Installation noted =
                installation.withWritten(name, GeneratedFile.write(file, text, lastDigest));
        noted.store(layout.installationFile());
        return noted;
    }

    private static RuntimeException runsOtherwise(Installation running) {
        return Problem.conflict(
                        "runs_otherwise",
                        "this installation runs already, on port %d %s; end it first with ./sluice down"
                                .formatted(
                                        running.port(),
                                        running.identityProvider()
                                                ? "with Keycloak on port " + running.keycloakPort()
                                                : "without an identity provider"))
                .asException();
    }
}
