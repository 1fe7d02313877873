// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import dev.sluice.local.keycloak.FileTrees;
import dev.sluice.local.keycloak.KeycloakAdmin;
import dev.sluice.local.keycloak.KeycloakDistribution;
import dev.sluice.local.keycloak.KeycloakProcess;
import dev.sluice.local.keycloak.Person;
import dev.sluice.local.keycloak.Realm;
import dev.sluice.local.process.Ports;
import dev.sluice.local.process.Progress;
import dev.sluice.model.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import tools.jackson.databind.JsonNode;

/// A Keycloak. The one of a test run is started for the first class that asks for it and stopped
/// after the last; each class makes a realm of its own in it. A class may have one of its own below
/// a path, and closes it.
final class Provider implements AutoCloseable {
    private static final Secret ADMINISTRATION = Secret.of("only-for-this-run");

    private final Path directory;
    private final int port;
    private final KeycloakProcess process;
    private final KeycloakAdmin admin;

    // Closing the progress ends its line; standard error stays open.
    @SuppressWarnings("ClosingStandardOutputStreams")
    private Provider(KeycloakDistribution distribution) throws IOException, InterruptedException {
        directory = Files.createTempDirectory("sluice-keycloak");
        process = new KeycloakProcess(distribution, Checkout.WAITING, directory);
        port = Ports.free();
        start();
        admin = KeycloakAdmin.open(Checkout.HTTP, process.base(port), ADMINISTRATION);
    }

    /// Another Keycloak, whose addresses have a path before `/realms` and `/admin`.
    static Provider below(String path) throws IOException, InterruptedException {
        return new Provider(distribution().below(path));
    }

    private static KeycloakDistribution distribution() {
        return new KeycloakDistribution(Checkout.PROGRAMS.cache(), Checkout.WAITING);
    }

    /// A realm of the calling class's own, polled every second.
    Realm realm(String name) throws IOException, InterruptedException {
        return admin.createRealm(name, "influxctl", Duration.ofSeconds(1));
    }

    /// Creates a person and gives their ID.
    String admit(Realm realm, Person person) throws IOException, InterruptedException {
        return admin.createPerson(realm, person);
    }

    /// The ID of a person by the documented address of the Admin REST API,
    /// `/admin/realms/REALM/users?username=NAME`, which also finds longer names (admin.md 1.3).
    String lookUp(Realm realm, String username) throws IOException, InterruptedException {
        String path = "/" + realm.name() + "/users?username=" + username;
        for (JsonNode user : admin.request("GET", path, null)) {
            if (user.path("username").asString().equals(username)) {
                return user.path("id").asString();
            }
        }
        throw new AssertionError("no user " + username + " in realm " + realm.name());
    }

    /// What an administrator of Keycloak can change in a realm.
    RealmControls controls(Realm realm) {
        return new RealmControls(admin, realm);
    }

    /// Ends Keycloak, as an outage would. Whoever calls this calls [#start] too.
    void stop() throws IOException, InterruptedException {
        process.stop();
    }

    /// Starts Keycloak where it was, with what it knew.
    void start() throws IOException, InterruptedException {
        var quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try (var progress = new Progress(quiet, false)) {
            process.start(port, progress);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            process.stop();
            FileTrees.delete(directory);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Keycloak ended", e);
        }
    }

    /// Gives the provider to constructors and methods that ask for it.
    static final class Extension implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Provider.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(Provider.class, _ -> open(), Provider.class);
        }

        private static Provider open() {
            try {
                return new Provider(distribution());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while Keycloak started", e);
            }
        }
    }
}
