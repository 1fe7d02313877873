// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.keycloak;

import dev.sluice.local.process.DetachedProcess;
import dev.sluice.local.process.DetachedProcess.Launch;
import dev.sluice.local.process.Ports;
import dev.sluice.local.process.Progress;
import dev.sluice.local.process.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One Keycloak server on the loopback address, with its data in its own directory.
///
/// Its addresses begin with `http://localhost:PORT` and the path of its distribution, and so does
/// the issuer of its tokens: a token of one port is not good at another.
public final class KeycloakProcess {
    /// The administrator that a fresh server knows; [KeycloakAdmin#open] replaces the password.
    static final String ADMINISTRATOR = "admin";

    /// Compile lightly and keep the heap small: half the processor time and memory of the defaults.
    static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "JAVA_HOME",
                    System.getProperty("java.home"),
                    "JAVA_OPTS",
                    "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms64m -Xmx512m"
                            + " -XX:MetaspaceSize=96m -Dfile.encoding=UTF-8",
                    "KC_BOOTSTRAP_ADMIN_USERNAME",
                    ADMINISTRATOR,
                    "KC_BOOTSTRAP_ADMIN_PASSWORD",
                    ADMINISTRATOR);

    private static final Duration START_PATIENCE = Duration.ofMinutes(3);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

    private final KeycloakDistribution distribution;
    private final Waiting waiting;
    private final Path directory;

    /// @param distribution where the program comes from
    /// @param waiting asks whether the server answers
    /// @param directory holds the server, its data, log and pid file
    public KeycloakProcess(KeycloakDistribution distribution, Waiting waiting, Path directory) {
        this.distribution = distribution;
        this.waiting = waiting;
        this.directory = directory;
    }

    /// Where a server at the root of `port` answers, without a slash at the end.
    public static URI baseUri(int port) {
        return URI.create("http://localhost:" + port);
    }

    /// Where this server answers on `port`, without a slash at the end.
    public URI base(int port) {
        return URI.create(baseUri(port) + distribution.path());
    }

    /// Starts the server unless it runs, and returns once it answers. Data of an earlier run is
    /// kept.
    ///
    /// @param port where to listen
    /// @throws dev.sluice.model.ProblemException *conflict* when the port is taken; *unavailable*
    ///   when the release cannot be prepared or the server does not start
    public DetachedProcess start(int port, Progress progress)
            throws IOException, InterruptedException {
        URI page = URI.create(base(port) + "/realms/master");
        DetachedProcess running = find();
        if (running != null) {
            waiting.untilReady(running, page, START_PATIENCE);
            return running;
        }
        requireStartable(port);
        Path home = home();
        distribution.install(home, progress);
        progress.step("starting Keycloak");
        DetachedProcess started = DetachedProcess.start(launch(home, port, base(port), directory));
        waiting.untilReady(started, page, START_PATIENCE);
        return started;
    }

    /// Refuses a port that another program holds.
    ///
    /// @throws dev.sluice.model.ProblemException *conflict* when the port is taken, unless by this
    ///   very Keycloak
    public void requireStartable(int port) throws IOException {
        if (find() == null) {
            Ports.requireFree(port, "Keycloak", "--keycloak-port");
        }
    }

    /// The running server, or null.
    public @Nullable DetachedProcess find() throws IOException {
        return DetachedProcess.find(launch(home(), 0, base(0), directory));
    }

    /// Ends the server that [#start] began, in good order, and nothing else. Without one, does
    /// nothing.
    public void stop() throws IOException, InterruptedException {
        DetachedProcess running = find();
        if (running != null) {
            running.stop(STOP_PATIENCE);
        }
    }

    private Path home() {
        return directory.resolve(KeycloakDistribution.VERSION);
    }

    /// How a server in `home` is started.
    ///
    /// @param base what its addresses begin with
    /// @param directory log and pid file go there
    static Launch launch(Path home, int port, URI base, Path directory) {
        return new Launch(
                "Keycloak",
                List.of(
                        home.resolve("bin/kc.sh").toString(),
                        "start",
                        "--optimized",
                        "--cache=local",
                        "--http-enabled=true",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port,
                        "--hostname=" + base),
                ENVIRONMENT,
                directory.resolve("log"),
                directory.resolve("pid"));
    }
}
