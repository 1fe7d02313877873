// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import dev.sluice.local.AppInstanceFile.Administration;
import dev.sluice.local.AppInstanceFile.User;
import dev.sluice.local.keycloak.KeycloakAdmin;
import dev.sluice.local.keycloak.KeycloakDistribution;
import dev.sluice.local.keycloak.KeycloakProcess;
import dev.sluice.local.keycloak.Person;
import dev.sluice.local.keycloak.Realm;
import dev.sluice.local.process.PrivateFiles;
import dev.sluice.local.process.Progress;
import dev.sluice.model.Problem;
import dev.sluice.model.Secret;
import java.io.IOException;
import java.net.URI;
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
    /// @param fresh whether this directory saw its first `up`
    /// @param person who may sign in; null without an identity provider
    record Result(Installation installation, boolean fresh, @Nullable Person person) {}

    /// Brings everything up; the caller holds the directory's lock.
    ///
    /// @throws dev.sluice.model.ProblemException when a part does not come up; what runs already
    ///   goes on running
    Result run(Wishes wishes) throws IOException, InterruptedException {
        Layout layout = stack.layout();
        Installation before = Installation.find(layout.installationFile());
        Installation wanted = wanted(wishes, before == null ? Installation.defaults() : before);
        if (before != null && !before.servesLike(wanted) && isAnythingRunning()) {
            throw runsOtherwise(before);
        }
        Person person = wanted.identityProvider() ? person() : null;
        if (isUp(wanted)) {
            return new Result(wanted, false, person);
        }
        stack.server().requireStartable(wanted.port());
        if (wanted.identityProvider()) {
            stack.keycloak().requireStartable(wanted.keycloakPort());
        }
        Realm realm = null;
        Administration administration = null;
        if (person != null) {
            realm = startProvider(wanted);
            administration = admit(person, realm);
        }
        Installation up = startServer(wanted, administration);
        up = writeProfile(up, realm);
        up.store(layout.installationFile());
        if (!up.sampleLoaded()) {
            progress.step("loading sample data");
            Secret adminToken = SampleData.adminToken(layout.adminTokenFile());
            new SampleData(stack.http(), ServerProcess.baseUri(up.port()), adminToken).load();
            up = up.withSampleLoaded();
            up.store(layout.installationFile());
        }
        progress.done();
        return new Result(up, before == null, person);
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

    private Realm startProvider(Installation wanted) throws IOException, InterruptedException {
        if (!stack.distribution().isPrepared()) {
            Path cache = PrivateFiles.directory(stack.distribution().cache());
            Layout.requireSpace(cache, KeycloakDistribution.SPACE_BYTES_NEEDED);
        }
        int port = wanted.keycloakPort();
        stack.keycloak().start(port, progress);
        progress.step("preparing the realm");
        Secret password = passwords.keptIn(stack.layout().keycloakPasswordFile());
        URI base = KeycloakProcess.baseUri(port);
        return KeycloakAdmin.open(stack.http(), base, password)
                .createRealm(REALM, CLIENT, POLLING_INTERVAL);
    }

    private Administration admit(Person person, Realm realm)
            throws IOException, InterruptedException {
        Secret password = passwords.keptIn(stack.layout().keycloakPasswordFile());
        String id =
                KeycloakAdmin.open(stack.http(), realm.base(), password)
                        .createPerson(realm, person);
        var user = new User(id, person.firstName(), person.lastName(), person.email());
        return new Administration(realm.jwksEndpoint(), List.of(user));
    }

    private Installation startServer(Installation wanted, @Nullable Administration administration)
            throws IOException, InterruptedException {
        Layout layout = stack.layout();
        Path file = layout.configurationFile();
        String name = nameOf(file);
        var content = new AppInstanceFile(wanted.port(), layout.data(), administration);
        String digest = GeneratedFile.write(file, content.render(), wanted.written().get(name));
        Installation noted = wanted.withWritten(name, digest);
        noted.store(layout.installationFile());
        progress.step("starting the server");
        stack.server().start(file, layout.data(), wanted.port());
        return noted;
    }

    private Installation writeProfile(Installation up, @Nullable Realm realm) throws IOException {
        Layout layout = stack.layout();
        Path file = layout.profileFile();
        String name = nameOf(file);
        String content =
                realm == null
                        ? ProfileFile.withAdminToken(up.port(), layout.adminTokenFile())
                        : ProfileFile.signingIn(up.port(), realm);
        return up.withWritten(name, GeneratedFile.write(file, content, up.written().get(name)));
    }

    private String nameOf(Path file) {
        return stack.layout().directory().relativize(file).toString();
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
