// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.checks;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// The rooms, who may call whom, and which foreign library may be seen where.
final class House {
    /// A room: a package with its sub-packages, save those that are rooms of their own.
    ///
    /// @param name the package below `dev.sluice`
    /// @param calls the rooms that it may use, beside itself
    /// @param libraries package prefixes of the foreign libraries that it may use
    record Room(String name, Set<String> calls, Set<String> libraries) {
        String packageName() {
            return "dev.sluice." + name;
        }
    }

    /// Allowed everywhere: the JDK and the null annotations.
    static final Set<String> EVERYWHERE = Set.of("java.", "javax.", "jdk.", "org.jspecify.");

    private static final Set<String> NONE = Set.of();
    private static final Set<String> JSON = Set.of("tools.jackson.");
    private static final Set<String> KUBERNETES = Set.of("io.fabric8.", "com.fasterxml.jackson.");
    private static final String LOG = "org.slf4j.";
    private static final String ARROW = "org.apache.arrow.";

    static final List<Room> ROOMS =
            List.of(
                    new Room("model", NONE, NONE),
                    new Room("batch", Set.of("model"), NONE),
                    new Room(
                            "lineprotocol",
                            Set.of("model", "batch"),
                            Set.of("ch.randelshofer.fastdoubleparser.")),
                    new Room("tls", Set.of("model", "files"), NONE),
                    new Room("files", NONE, NONE),
                    new Room("partition", Set.of("model"), NONE),
                    new Room("background", Set.of("model", "files"), NONE),
                    new Room("provider", NONE, NONE),
                    new Room(
                            "config",
                            Set.of("model", "files", "provider"),
                            Set.of("org.snakeyaml.engine.", LOG)),
                    new Room("oidc", Set.of("model", "provider"), Set.of("com.nimbusds.", LOG)),
                    new Room("api", Set.of("model", "partition"), JSON),
                    new Room(
                            "objectstore",
                            Set.of("model", "files", "background", "tls", "config"),
                            Set.of(
                                    "software.amazon.awssdk.",
                                    "com.azure.",
                                    "com.google.api.",
                                    "com.google.auth.",
                                    LOG)),
                    new Room(
                            "wal",
                            Set.of(
                                    "model",
                                    "files",
                                    "background",
                                    "batch",
                                    "config",
                                    "objectstore"),
                            NONE),
                    new Room(
                            "catalog",
                            Set.of(
                                    "model",
                                    "background",
                                    "partition",
                                    "tls",
                                    "config",
                                    "objectstore",
                                    "wal"),
                            Set.of(
                                    "org.jdbi.",
                                    "org.flywaydb.",
                                    "org.sqlite.",
                                    "org.postgresql.",
                                    LOG)),
                    new Room(
                            "parquet",
                            Set.of("model", "background"),
                            Set.of(
                                    "org.apache.parquet.format.",
                                    "org.apache.parquet.bytes.",
                                    "org.apache.parquet.column.values.",
                                    "org.apache.parquet.io.api.",
                                    "com.github.luben.zstd.")),
                    new Room("buffer", Set.of("model", "batch", "wal"), Set.of(LOG)),
                    new Room(
                            "datafile",
                            Set.of(
                                    "model",
                                    "files",
                                    "background",
                                    "batch",
                                    "partition",
                                    "objectstore",
                                    "catalog",
                                    "parquet"),
                            Set.of(LOG)),
                    new Room(
                            "ingest",
                            Set.of(
                                    "model",
                                    "background",
                                    "batch",
                                    "lineprotocol",
                                    "config",
                                    "objectstore",
                                    "wal",
                                    "catalog",
                                    "buffer",
                                    "datafile"),
                            Set.of(LOG)),
                    new Room(
                            "compaction",
                            Set.of(
                                    "model",
                                    "config",
                                    "background",
                                    "batch",
                                    "objectstore",
                                    "catalog",
                                    "datafile"),
                            Set.of(LOG)),
                    new Room(
                            "collector",
                            Set.of(
                                    "model",
                                    "files",
                                    "background",
                                    "config",
                                    "objectstore",
                                    "catalog"),
                            Set.of("com.google.common.hash.", LOG)),
                    new Room("influxql", Set.of("model"), NONE),
                    new Room(
                            "influxql.plan",
                            Set.of("model", "influxql", "query.sql"),
                            Set.of("com.google.re2j.")),
                    new Room(
                            "query",
                            Set.of(
                                    "model",
                                    "partition",
                                    "batch",
                                    "config",
                                    "objectstore",
                                    "catalog",
                                    "buffer",
                                    "datafile",
                                    "parquet",
                                    "influxql",
                                    "wal"),
                            Set.of(
                                    ARROW,
                                    "com.google.re2j.",
                                    "org.bouncycastle.crypto.",
                                    "tools.jackson.",
                                    LOG)),
                    new Room(
                            "duckdb",
                            Set.of(
                                    "model",
                                    "files",
                                    "background",
                                    "batch",
                                    "config",
                                    "buffer",
                                    "datafile",
                                    "query",
                                    "wal"),
                            Set.of(ARROW, "org.duckdb.", "tools.jackson.", LOG)),
                    new Room(
                            "auth",
                            Set.of(
                                    "model",
                                    "files",
                                    "provider",
                                    "config",
                                    "oidc",
                                    "catalog",
                                    "audit"),
                            Set.of(LOG)),
                    new Room(
                            "audit",
                            Set.of("model", "files", "config"),
                            Set.of(LOG, "tools.jackson.")),
                    new Room(
                            "management",
                            Set.of("model", "config", "api", "catalog", "auth", "audit"),
                            Set.of(LOG)),
                    new Room(
                            "series",
                            Set.of("model", "influxql", "query"),
                            Set.of(ARROW, "org.msgpack.core.", "tools.jackson.")),
                    new Room(
                            "http",
                            Set.of(
                                    "model",
                                    "batch",
                                    "lineprotocol",
                                    "tls",
                                    "config",
                                    "api",
                                    "ingest",
                                    "influxql",
                                    "query",
                                    "series",
                                    "auth",
                                    "management",
                                    "audit",
                                    "catalog"),
                            Set.of(
                                    "com.linecorp.armeria.",
                                    "io.micrometer.",
                                    "io.netty.",
                                    "org.reactivestreams.",
                                    "tools.jackson.",
                                    LOG)),
                    new Room(
                            "peer",
                            Set.of("model", "background", "wal", "catalog", "buffer", "http"),
                            Set.of(LOG)),
                    new Room(
                            "flight",
                            Set.of(
                                    "model",
                                    "background",
                                    "config",
                                    "query",
                                    "auth",
                                    "audit",
                                    "http"),
                            Set.of(
                                    "com.linecorp.armeria.",
                                    "io.grpc.",
                                    "io.netty.",
                                    "com.google.protobuf.",
                                    "tools.jackson.",
                                    ARROW,
                                    LOG)),
                    new Room(
                            "metrics",
                            Set.of("model", "oidc", "auth", "collector", "compaction"),
                            Set.of("io.micrometer.")),
                    new Room(
                            "server",
                            Set.of(
                                    "model",
                                    "files",
                                    "background",
                                    "batch",
                                    "lineprotocol",
                                    "tls",
                                    "config",
                                    "oidc",
                                    "api",
                                    "objectstore",
                                    "wal",
                                    "catalog",
                                    "buffer",
                                    "ingest",
                                    "collector",
                                    "compaction",
                                    "datafile",
                                    "influxql",
                                    "query",
                                    "duckdb",
                                    "auth",
                                    "audit",
                                    "management",
                                    "series",
                                    "http",
                                    "flight",
                                    "peer",
                                    "metrics"),
                            Set.of(
                                    "com.linecorp.armeria.",
                                    "ch.qos.logback.",
                                    "picocli.",
                                    "tools.jackson.",
                                    ARROW,
                                    LOG)),
                    new Room(
                            "influxctl",
                            Set.of("model", "partition", "files", "tls", "provider", "api", "oidc"),
                            Set.of(
                                    "picocli.",
                                    "org.tomlj.",
                                    "tools.jackson.",
                                    "io.grpc.",
                                    "io.nayuki.qrcodegen.",
                                    ARROW,
                                    LOG)),
                    new Room(
                            "local",
                            Set.of("model", "files", "provider"),
                            Set.of("picocli.", "tools.jackson.", LOG)),
                    new Room("operator.appinstance", Set.of("model", "config"), KUBERNETES),
                    new Room(
                            "operator.plan",
                            Set.of("model", "provider", "operator.appinstance"),
                            KUBERNETES),
                    new Room(
                            "operator.reconcile",
                            Set.of("config", "operator.appinstance", "operator.plan"),
                            Set.of(
                                    "io.fabric8.",
                                    "com.fasterxml.jackson.",
                                    "io.javaoperatorsdk.",
                                    LOG)),
                    new Room(
                            "operator.metrics",
                            Set.of("operator.reconcile"),
                            Set.of("io.micrometer.")),
                    new Room(
                            "operator",
                            Set.of("operator.metrics", "operator.reconcile"),
                            Set.of(
                                    "io.fabric8.",
                                    "com.fasterxml.jackson.",
                                    "io.javaoperatorsdk.",
                                    "com.sun.net.httpserver.",
                                    "picocli.",
                                    LOG)),
                    // Not shipped: tests of every floor use it, so it knows nothing of the product.
                    new Room(
                            "testkit",
                            NONE,
                            Set.of("com.nimbusds.", "com.sun.net.httpserver.", "org.assertj.")),
                    // Not shipped: measures the others, beside the library that they stand on.
                    new Room(
                            "bench",
                            Set.of(
                                    "model",
                                    "batch",
                                    "provider",
                                    "config",
                                    "oidc",
                                    "catalog",
                                    "audit",
                                    "auth",
                                    "datafile",
                                    "files",
                                    "duckdb",
                                    "parquet",
                                    "metrics",
                                    "server",
                                    "influxctl",
                                    "local",
                                    "testkit"),
                            Set.of(
                                    "org.openjdk.jmh.",
                                    "io.netty.",
                                    "com.nimbusds.",
                                    "com.sun.management.",
                                    "picocli.",
                                    "tools.jackson.",
                                    ARROW)),
                    new Room(
                            "dist",
                            Set.of("model", "oidc", "influxctl", "server"),
                            Set.of("picocli.", "com.sun.net.httpserver.", ARROW)),
                    // Not shipped: makes images of what the room before puts together.
                    new Room(
                            "images",
                            Set.of("model", "dist"),
                            Set.of(
                                    "com.google.cloud.tools.jib.",
                                    "org.apache.commons.compress.",
                                    "picocli.")));

    private House() {}

    /// Every class that ships.
    static JavaClasses shipped() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.sluice");
    }

    /// The root of the checkout: the nearest folder above that holds `.mvn`.
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder =
                    java.util.Objects.requireNonNull(
                            folder.getParent(), "no checkout around the tests");
        }
        return folder;
    }
}
