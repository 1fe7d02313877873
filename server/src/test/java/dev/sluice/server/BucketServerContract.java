// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigSource;
import dev.sluice.testkit.BucketServer;
import dev.sluice.testkit.PostgresServer;
import dev.sluice.testkit.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What holds of a server whose data files are in a bucket, whichever provider has it.
abstract class BucketServerContract {
    static final String COUNT = "SELECT count(*), sum(f) FROM m";

    @TempDir Path directory;

    /// More of the section `sluice`.
    private String settings = "";

    /// Who has the buckets of all tests.
    abstract BucketServer service();

    /// A service of its own that speaks TLS and nothing else.
    abstract BucketServer secured(TestCertificate certificate) throws IOException;

    /// Where the settings say that a service is not the provider's.
    abstract String endpointSetting();

    /// Variables of the server.
    abstract Map<String, String> environment(BucketServer service);

    /// How a server tells of a bucket.
    abstract String address(String bucket);

    /// What nobody may be told.
    abstract String[] secrets();

    OneServer open(String name, String bucket, String... more) throws IOException {
        return open(service(), environment(service()), name, bucket, more);
    }

    OneServer open(
            BucketServer there,
            Map<String, String> environment,
            String name,
            String bucket,
            String... more)
            throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("server.yaml"),
                        String.join("\n", there.settings(bucket))
                                + "\n"
                                + String.join("\n", more)
                                + "\nsluice:\n  objectStore: {prefix: one/two, "
                                + endpointSetting()
                                + ": "
                                + there.endpoint()
                                + "}\n"
                                + settings);
        Path data = directory.resolve(name);
        ConfigSource source = OneServer.source(data, 0, file);
        return new OneServer(data, new ConfigSource(file, environment, source.flags()));
    }

    static List<String> files(BucketServer there, String bucket) throws IOException {
        return there.objects(bucket).stream().filter(name -> name.endsWith(".parquet")).toList();
    }

    /// What is wrong is told by us, with the object, and not by the library once for each attempt.
    @Test
    void takesWritesWhileTheServiceIsAway() throws Exception {
        service().createBucket("away");
        service().stop();
        try (CapturedLog log = CapturedLog.asItShips()) {
            try (OneServer server = open("data", "away")) {
                String token = server.createDatabase("db");
                assertThat(server.write("db", token, "m f=4 3").statusCode()).isEqualTo(204);
                assertThat(server.query("db", token, COUNT)).containsExactly("1|4.0");
            }
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("the object store cannot be reached yet"))
                    .singleElement()
                    .asString()
                    .contains(address("away") + "one/two/");
            assertThat(log.loggers()).allMatch(logger -> logger.startsWith("dev.sluice."));
            assertThat(log.text()).doesNotContain(secrets());
        } finally {
            service().restart();
        }

        open("data", "away").close();
        assertThat(files(service(), "away")).hasSize(1);
    }

    /// Nothing that counts is on its disk then: another directory goes on.
    @Test
    void keepsItsLogInTheBucket() throws Exception {
        settings = "  log: {inBucket: true}\n  ingest: {flushIntervalSeconds: 86400}\n";
        service().createBucket("logs");
        try (PostgresServer postgres = PostgresServer.start()) {
            String catalog = "catalog: {dsn: {value: '" + postgres.createDatabase("c") + "'}}";
            try (OneServer server = open("first", "logs", catalog)) {
                String token = server.createDatabase("db");
                assertThat(server.write("db", token, "m f=1 1").statusCode()).isEqualTo(204);
                assertThat(service().objects("logs"))
                        .anyMatch(name -> name.startsWith("one/two/log/"));
                assertThat(files(service(), "logs")).isEmpty();
            }
            try (OneServer server = open("second", "logs", catalog)) {
                assertThat(server.query("db", server.adminToken(), COUNT)).containsExactly("1|1.0");
            }
        }
    }

    /// Wherever the provider is asked for something.
    @Test
    void trustsWhomTheBundleNames() throws Exception {
        TestCertificate certificate =
                TestCertificate.createWithAuthority(
                        Files.createDirectory(directory.resolve("own")));
        Path bundle =
                Files.writeString(directory.resolve("bundle.pem"), certificate.authorityPem());
        settings = "  egress: {certificateFile: " + bundle + "}\n";
        try (BucketServer secured = secured(certificate)) {
            secured.createBucket("secured");
            try (OneServer server = open(secured, environment(secured), "data", "secured")) {
                String token = server.createDatabase("db");
                assertThat(server.write("db", token, "m f=1 1").statusCode()).isEqualTo(204);
            }
            assertThat(files(secured, "secured")).hasSize(1);
        }
    }
}
