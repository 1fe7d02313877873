// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.images;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dist.archive.FileTree;
import dev.sluice.testkit.DebianPackage;
import dev.sluice.testkit.ReadyLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Docker's engine and Docker Compose, from Debian's packages, which are fetched once and not
/// installed.
///
/// The engine has a network, mounts and processes of its own: every port is free there, whatever
/// the machine serves, and all that it started ends with it.
final class DockerEngine implements AutoCloseable {
    /// Of one release, whatever the machine has, so that the same engine reads the images
    /// everywhere; these run on libraries of any since Debian 12.
    private static final List<String> PACKAGES =
            List.of("docker.io", "docker-cli", "docker-compose", "containerd");

    /// This one wants the libraries of its own release: the machine's.
    private static final String RUNTIME = "runc";

    private static final String SYSTEM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

    /// $1 is the home. Nobody outside is to be reached, so that no rule of a firewall is needed.
    /// The shell stays until its input ends, at the latest with this process, and everything with
    /// it.
    private static final String START =
            """
            set -eu
            mount -t tmpfs tmpfs /run
            ip link set lo up
            dockerd --host "unix://$1/docker.sock" --data-root "$1/data" --exec-root "$1/run" \\
              --pidfile "$1/dockerd.pid" --config-file "$1/daemon.json" 2>&1 &
            exec > /dev/null 2>&1
            read -r end
            """;

    private final Path home;
    private final String path;
    private final Process process;
    private final long first;

    private DockerEngine(Path home, String path, Process process) {
        this.home = home;
        this.path = path;
        this.process = process;
        this.first = process.children().findFirst().orElseThrow().pid();
    }

    /// Starts one that has nothing yet.
    ///
    /// @param home an empty directory, with a short name: a socket is in it
    static DockerEngine start(Path home) throws IOException, InterruptedException {
        assertThat(System.getProperty("user.name"))
                .as("images are read by a real engine, which only root can start")
                .isEqualTo("root");
        Path plugins = Files.createDirectories(home.resolve("client/cli-plugins"));
        Files.writeString(home.resolve("daemon.json"), "{}");
        List<Path> roots = new ArrayList<>();
        for (DebianRelease.Unpacked unpacked : TestImages.debian().unpacked(PACKAGES)) {
            roots.add(unpacked.files().root());
            Path compose =
                    unpacked.files()
                            .root()
                            .resolve("usr/libexec/docker/cli-plugins/docker-compose");
            if (Files.exists(compose)) {
                Files.createSymbolicLink(plugins.resolve("docker-compose"), compose);
            }
        }
        Path cache = TestImages.CHECKOUT.resolve(".sluice/cache");
        roots.add(new DebianPackage(RUNTIME, cache.resolve(RUNTIME)).unpacked());
        StringBuilder path = new StringBuilder();
        roots.forEach(root ->
                path.append(root.resolve("usr/sbin"))
                        .append(':')
                        .append(root.resolve("usr/bin"))
                        .append(':'));
        return start(home, path + SYSTEM_PATH);
    }

    private static DockerEngine start(Path home, String path) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        "/usr/bin/unshare",
                        "--mount",
                        "--propagation=private",
                        "--net",
                        "--pid",
                        "--mount-proc",
                        "--fork",
                        "--kill-child",
                        "--",
                        "/bin/sh",
                        "-c",
                        START,
                        "sh",
                        home.toString());
        builder.environment().clear();
        builder.environment().put("PATH", path);
        Process process = builder.redirectErrorStream(true).start();
        try {
            ReadyLine.await(process, "Docker's engine", "API listen on");
            return new DockerEngine(home, path, process);
        } catch (IOException | RuntimeException failed) {
            process.destroyForcibly();
            throw failed;
        }
    }

    /// What became of some lines.
    ///
    /// @param said on both streams
    record Said(int status, String said) {}

    /// Runs lines as a person does at a shell on the engine's machine, and ends at the first that
    /// fails.
    Said run(Path directory, Map<String, String> environment, String lines)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        "/usr/bin/nsenter",
                        "--target=" + first,
                        "--mount",
                        "--net",
                        "--pid",
                        "--",
                        "/bin/bash",
                        "-eo",
                        "pipefail",
                        "-c",
                        "cd '" + directory + "'\n" + lines);
        builder.environment().clear();
        builder.environment()
                .putAll(
                        Map.of(
                                "PATH",
                                path,
                                "HOME",
                                home.toString(),
                                "DOCKER_CONFIG",
                                home.resolve("client").toString(),
                                "DOCKER_HOST",
                                "unix://" + home.resolve("docker.sock")));
        builder.environment().putAll(environment);
        Process shell =
                builder.redirectErrorStream(true)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .start();
        String said = new String(shell.getInputStream().readAllBytes(), UTF_8);
        return new Said(shell.waitFor(), said);
    }

    /// Runs lines that have to succeed.
    ///
    /// @return what they said
    String does(Path directory, Map<String, String> environment, String lines)
            throws IOException, InterruptedException {
        Said done = run(directory, environment, lines);
        assertThat(done.status()).as("%s%n%s", lines, done.said()).isZero();
        return done.said();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
        new FileTree(home).delete();
    }
}
