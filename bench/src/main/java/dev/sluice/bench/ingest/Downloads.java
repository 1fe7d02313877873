// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import dev.sluice.files.PrivateFiles;
import dev.sluice.local.keycloak.FileTrees;
import dev.sluice.local.process.Commands;
import dev.sluice.local.process.MavenArtifact;
import dev.sluice.testkit.DebianPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The peers' programs, fetched once into the cache of the checkout: QuestDB through Maven,
/// InfluxDB as Debian's package, which is unpacked and not installed.
///
/// @param cache where downloads are kept
/// @param progress is told what is fetched
public record Downloads(Path cache, Consumer<String> progress) {
    /// The release of QuestDB that is fetched; the newest on Maven Central as of 2026-11.
    public static final String QUESTDB_VERSION = "9.3.4";

    /// The jar of QuestDB, which holds all that it needs.
    public Path questDb() throws IOException, InterruptedException {
        Path jar = directory().resolve("questdb-" + QUESTDB_VERSION + ".jar");
        if (!Files.exists(jar)) {
            progress.accept("fetching QuestDB " + QUESTDB_VERSION + " (30 MB, once)");
            Path work = work("questdb");
            Path repository =
                    MavenArtifact.fetch("QuestDB", work, "org.questdb:questdb:" + QUESTDB_VERSION);
            Files.move(
                    repository.resolve(
                            "org/questdb/questdb/%1$s/questdb-%1$s.jar".formatted(QUESTDB_VERSION)),
                    jar);
            FileTrees.delete(work);
        }
        return jar;
    }

    /// The program `influxd`.
    public Path influxDb() throws IOException, InterruptedException {
        var influxDb = new DebianPackage("influxdb", directory().resolve("influxdb"));
        if (!influxDb.isUnpacked()) {
            progress.accept("fetching InfluxDB (5 MB, once)");
        }
        return influxDb.unpacked().resolve("usr/bin/influxd");
    }

    /// The version that `influxd` tells, such as `1.6.7~rc0`.
    public String influxDbVersion() throws IOException, InterruptedException {
        String told =
                Commands.run(
                        "asking InfluxDB for its version",
                        directory(),
                        Map.of(),
                        List.of(influxDb().toString(), "version"));
        return told.strip().split(" ", -1)[1].replaceFirst("^v", "");
    }

    private Path directory() throws IOException {
        return PrivateFiles.makeDirectory(cache.resolve("bench"));
    }

    private Path work(String name) throws IOException {
        Path work = directory().resolve(name + ".unfinished");
        FileTrees.delete(work);
        return Files.createDirectories(work);
    }
}
