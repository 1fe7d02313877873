// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Fetches a file through Maven, with its checksum.
public final class MavenArtifact {
    private static final String FETCH_GOAL =
            "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:get";

    private MavenArtifact() {}

    /// Fetches into a repository of its own, which the caller throws away again.
    ///
    /// @param name what a failure calls it
    /// @param work a directory for the repository
    /// @param artifact group, name and version, and what else it takes, joined by colons
    /// @return the repository
    /// @throws dev.sluice.model.ProblemException as [Commands#run]
    public static Path fetch(String name, Path work, String artifact)
            throws IOException, InterruptedException {
        Path repository = work.resolve("repository");
        Commands.run(
                "fetching " + name,
                work,
                Map.of(),
                List.of(
                        "mvn",
                        "--quiet",
                        "--batch-mode",
                        "--strict-checksums",
                        "-Dmaven.repo.local=" + repository,
                        FETCH_GOAL,
                        "-Dtransitive=false",
                        "-Dartifact=" + artifact));
        return repository;
    }
}
