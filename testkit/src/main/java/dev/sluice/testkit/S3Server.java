// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A real S3 server (S3Proxy over a directory) as a process of its own, which checks signatures and
/// keeps conditions. The build fetches its program; a bucket is a directory.
public final class S3Server implements AutoCloseable {
    /// Who may ask.
    public static final String ACCESS_KEY = "local-access-key";

    /// What they sign with.
    public static final String SECRET_KEY = "local-secret-key";

    private static final String PROGRAM = "sluice.s3server";
    private static final String READY = ".ServerConnector@";

    private final Path directory;
    private final int port;
    private final @Nullable TestCertificate certificate;
    private @Nullable Process process;

    private S3Server(Path directory, int port, @Nullable TestCertificate certificate) {
        this.directory = directory;
        this.port = port;
        this.certificate = certificate;
    }

    /// Starts a server that keeps its buckets under a directory.
    public static S3Server start(Path directory) throws IOException {
        return start(directory, null);
    }

    /// The same, speaking TLS and nothing else where there is a certificate.
    public static S3Server start(Path directory, @Nullable TestCertificate certificate)
            throws IOException {
        S3Server server = new S3Server(directory, FreePorts.next(), certificate);
        Files.createDirectories(server.buckets());
        server.start();
        return server;
    }

    /// Starts it again after [#stop], where it was.
    public void start() throws IOException {
        Path settings =
                Files.writeString(
                        directory.resolve("s3proxy.properties"),
                        """
                        %s
                        s3proxy.authorization=aws-v2-or-v4
                        s3proxy.identity=%s
                        s3proxy.credential=%s
                        jclouds.provider=filesystem-nio2
                        jclouds.filesystem.basedir=%s
                        """
                                .formatted(door(), ACCESS_KEY, SECRET_KEY, buckets()));
        Process started =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-jar",
                                Objects.requireNonNull(System.getProperty(PROGRAM), PROGRAM),
                                "--properties",
                                settings.toString())
                        .redirectErrorStream(true)
                        .start();
        process = started;
        ReadyLine.await(started, "the S3 server", READY);
    }

    private String door() {
        if (certificate == null) {
            return "s3proxy.endpoint=" + endpoint();
        }
        Path store = directory.resolve("s3proxy.p12");
        String password = certificate.write(store);
        return "s3proxy.secure-endpoint=%s\ns3proxy.keystore-path=%s\ns3proxy.keystore-password=%s"
                .formatted(endpoint(), store, password);
    }

    /// Where it answers.
    public URI endpoint() {
        return URI.create((certificate == null ? "http" : "https") + "://127.0.0.1:" + port);
    }

    /// Makes a bucket.
    ///
    /// @return the directory of its objects
    public Path createBucket(String name) throws IOException {
        return Files.createDirectories(buckets().resolve(name));
    }

    private Path buckets() {
        return directory.resolve("buckets");
    }

    @Override
    public void close() {
        stop();
    }

    /// Ends the server at once; its buckets stay.
    public void stop() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            running.onExit().join();
        }
    }

    /// Stops it in the middle of whatever it does: connections come about, and nothing is answered.
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /// Lets it go on after [#freeze].
    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        long pid = Objects.requireNonNull(process).pid();
        int status = new ProcessBuilder("kill", "-" + signal, "" + pid).start().waitFor();
        if (status != 0) {
            throw new IllegalStateException("kill ended with " + status);
        }
    }

    /// The settings of a bucket of this server, as the section `objectStore` has them.
    public List<String> settings(String bucket) {
        return List.of(
                "objectStore:",
                "  bucket: " + bucket,
                "  s3:",
                "    endpoint: " + endpoint(),
                "    allowHttp: 'true'",
                "    accessKey: {value: " + ACCESS_KEY + "}",
                "    secretKey: {value: " + SECRET_KEY + "}",
                "    region: us-east-1");
    }
}
