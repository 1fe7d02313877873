// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// etcd and an API server on it, in a directory of their own, at the loopback address alone. etcd
/// listens to sockets in that directory.
///
/// Nothing but the API server runs: no controller, no scheduler, no kubelet. Rights are asked for
/// (RBAC), and the usual admission is done.
///
/// @param directory with everything
/// @param etcd a process
/// @param apiServer another
record KubernetesProcesses(Path directory, Process etcd, Process apiServer)
        implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /// How many ports are tried, since others may take a free one first.
    private static final int PORTS_MAX = 5;

    private static final int LOG_CHARACTERS_MAX = 4_000;
    private static final String TAKEN = "address already in use";

    /// Starts both and waits until the API server is ready.
    ///
    /// @throws IOException when it does not get so, with what it said
    static KubernetesProcesses start(KubernetesPrograms programs) throws IOException {
        Path directory = Files.createTempDirectory("k8s");
        Process etcd = etcd(programs, directory);
        try {
            for (int tried = 1; ; tried++) {
                int port = FreePorts.next();
                Process apiServer = apiServer(programs, directory, port);
                if (isReady(programs, kubeconfig(directory, port), apiServer)) {
                    return new KubernetesProcesses(directory, etcd, apiServer);
                }
                end(apiServer);
                String said = Files.readString(log(directory, "kube-apiserver"));
                if (tried == PORTS_MAX || !said.contains(TAKEN)) {
                    throw new IOException(
                            "kube-apiserver does not get ready:\n"
                                    + tail(said)
                                    + "\netcd said:\n"
                                    + tail(Files.readString(log(directory, "etcd"))));
                }
            }
        } catch (IOException e) {
            end(etcd);
            throw e;
        }
    }

    /// Names the server, and one who may everything there.
    Path kubeconfig() {
        return directory.resolve("kubeconfig");
    }

    private static Process etcd(KubernetesPrograms programs, Path directory) throws IOException {
        return start(
                directory,
                "etcd",
                List.of(
                        programs.etcd().toString(),
                        "--data-dir=etcd",
                        "--unsafe-no-fsync",
                        "--listen-client-urls=unix://client:1",
                        "--advertise-client-urls=unix://client:1",
                        "--listen-peer-urls=unix://peer:1",
                        "--initial-advertise-peer-urls=unix://peer:1",
                        "--initial-cluster=default=unix://peer:1"));
    }

    private static Process apiServer(KubernetesPrograms programs, Path directory, int port)
            throws IOException {
        Path tokens = directory.resolve("tokens.csv");
        if (!Files.exists(tokens)) {
            Files.writeString(tokens, UUID.randomUUID() + ",admin,admin,\"system:masters\"\n");
            Files.writeString(directory.resolve("accounts.pem"), privateKey());
        }
        return start(
                directory,
                "kube-apiserver",
                List.of(
                        programs.apiServer().toString(),
                        "--etcd-servers=unix://client:1",
                        "--bind-address=127.0.0.1",
                        "--advertise-address=127.0.0.1",
                        "--endpoint-reconciler-type=none",
                        "--secure-port=" + port,
                        "--cert-dir=certificates",
                        "--token-auth-file=tokens.csv",
                        "--authorization-mode=RBAC",
                        "--service-account-issuer=https://kubernetes.default.svc",
                        "--service-account-key-file=accounts.pem",
                        "--service-account-signing-key-file=accounts.pem",
                        "--service-cluster-ip-range=10.0.0.0/24",
                        "--enable-admission-plugins=OwnerReferencesPermissionEnforcement"));
    }

    private static Process start(Path directory, String name, List<String> command)
            throws IOException {
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log(directory, name).toFile())
                .start();
    }

    private static Path kubeconfig(Path directory, int port) throws IOException {
        String token = Files.readString(directory.resolve("tokens.csv")).split(",", 2)[0];
        return Files.writeString(
                directory.resolve("kubeconfig"),
                """
                apiVersion: v1
                kind: Config
                clusters:
                  - name: local
                    cluster: {server: "https://127.0.0.1:%d", certificate-authority: "%s"}
                users: [{name: admin, user: {token: %s}}]
                contexts: [{name: local, context: {cluster: local, user: admin}}]
                current-context: local
                """
                        .formatted(port, directory.resolve("certificates/apiserver.crt"), token));
    }

    private static boolean isReady(KubernetesPrograms programs, Path kubeconfig, Process apiServer)
            throws IOException {
        List<String> question =
                List.of(
                        programs.kubectl().toString(),
                        "--kubeconfig=" + kubeconfig,
                        "get",
                        "--raw=/readyz");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (apiServer.isAlive() && System.nanoTime() < deadline) {
            if (KubernetesServer.run(question, "").code() == 0) {
                return true;
            }
        }
        return false;
    }

    private static String privateKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                    .formatted(
                            Base64.getMimeEncoder()
                                    .encodeToString(
                                            generator.generateKeyPair().getPrivate().getEncoded()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Path log(Path directory, String name) {
        return directory.resolve(name + ".log");
    }

    private static String tail(String text) {
        return text.substring(Math.max(0, text.length() - LOG_CHARACTERS_MAX));
    }

    private static void end(Process process) {
        process.destroyForcibly();
        process.onExit().join();
    }

    /// Ends both and removes the directory.
    @Override
    public void close() {
        end(apiServer);
        end(etcd);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
