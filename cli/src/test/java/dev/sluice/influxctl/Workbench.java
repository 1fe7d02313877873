// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.influxctl.command.ProgramVersion;
import dev.sluice.influxctl.output.Screen;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.OperatingSystem;
import dev.sluice.influxctl.profile.Surroundings;
import dev.sluice.oidc.Pacer;
import dev.sluice.testkit.MovingClock;
import dev.sluice.testkit.SigningPair;
import dev.sluice.testkit.StubIdentityProvider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Runs whole command lines in this process, against a scripted cluster and a scripted identity
/// provider, with a home directory of its own and a clock that jumps.
public final class Workbench implements AutoCloseable {
    /// Made once: making one takes longer than most tests.
    private static final SigningPair KEY = SigningPair.generate("RS256", "key-1");

    private final Path home;
    private final MovingClock clock;
    private final StubCluster cluster = StubCluster.start();
    private final StubIdentityProvider provider;
    private final List<URI> opened = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private Screen screen = Screen.NONE;

    /// What a run left behind.
    public record Outcome(int exitCode, String out, String err) {}

    public Workbench(Path home) {
        this(home, MovingClock.create());
    }

    /// As the other, but at another time.
    public Workbench(Path home, MovingClock clock) {
        this.home = home;
        this.clock = clock;
        this.provider = StubIdentityProvider.start(clock, KEY);
    }

    public StubCluster cluster() {
        return cluster;
    }

    public StubIdentityProvider provider() {
        return provider;
    }

    public MovingClock clock() {
        return clock;
    }

    /// The pages that the browser was asked to open.
    public List<URI> opened() {
        return opened;
    }

    public Path cacheDirectory() {
        return home.resolve(".cache").resolve("influxctl");
    }

    public Workbench variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /// Lets the next runs have a terminal of that width.
    public Workbench screen(int columns, boolean colours) {
        screen = Screen.of(columns, 50, colours);
        return this;
    }

    /// Writes the configuration file where the program looks for it.
    public Path config(String toml) {
        Path file = home.resolve(".config").resolve("influxctl").resolve("config.toml");
        return write(file, toml);
    }

    /// A profile that signs in at the provider and talks to the cluster.
    public void configWithOAuth() {
        config(profile(cluster.port()) + oauth());
    }

    /// The first lines of a profile for a plain server at that port.
    public static String profile(int port) {
        return """
        [[profile]]
        name = "default"
        product = "clustered"
        host = "127.0.0.1"
        port = "%d"
        database = "home"
        [profile.tls]
        disable = true
        """
                .formatted(port);
    }

    public String oauth() {
        return """
        [profile.auth.oauth2]
        client_id = "influxctl"
        device_url = "%s"
        token_url = "%s"
        """
                .formatted(provider.deviceUrl(), provider.tokenUrl());
    }

    public Path write(String name, String text) {
        return write(home.resolve(name), text);
    }

    public Outcome run(String... arguments) {
        return runWithInput("", arguments);
    }

    public Outcome runWithInput(String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Outcome outcome = run(input, out, arguments);
        return new Outcome(outcome.exitCode(), out.toString(UTF_8), outcome.err());
    }

    /// Takes nothing, as a full disk does.
    static OutputStream full() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
    }

    /// Runs with results going elsewhere; the outcome has none.
    public Outcome runOnto(OutputStream out, String... arguments) {
        return run("", out, arguments);
    }

    private Outcome run(String input, OutputStream out, String... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(
                        new ByteArrayInputStream(input.getBytes(UTF_8)),
                        new PrintStream(out, false, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        screen);
        Assembly assembly =
                new Assembly(
                        new Surroundings(environment, home, OperatingSystem.LINUX),
                        terminal,
                        new ProgramVersion("9.8.7", "linux", "amd64"),
                        clock,
                        new Pacer(clock::nanos, clock::sleep),
                        opened::add);
        int exitCode = assembly.run(arguments);
        return new Outcome(exitCode, "", err.toString(UTF_8));
    }

    /// The text with everything that changes from run to run replaced by a word.
    public String steady(String text) {
        return text.replace(provider.issuer(), "PROVIDER")
                .replace(URI.create(provider.issuer()).getAuthority(), "PROVIDER_HOST")
                .replace("127.0.0.1:" + cluster.port(), "CLUSTER")
                .replace(home.toString(), "HOME");
    }

    @Override
    public void close() {
        cluster.close();
        provider.close();
    }

    private static Path write(Path file, String text) {
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
