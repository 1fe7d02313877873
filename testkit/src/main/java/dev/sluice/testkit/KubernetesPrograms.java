// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The programs that a bare Kubernetes consists of, as the tools for testing controllers lay them
/// out.
///
/// @param etcd keeps the objects
/// @param apiServer answers
/// @param kubectl asks
public record KubernetesPrograms(Path etcd, Path apiServer, Path kubectl) {
    private static final String API_SERVER = "kube-apiserver";

    /// Finds them: in the directory itself, or below it in `k8s/VERSION-SYSTEM-ARCHITECTURE`, the
    /// newest version first.
    ///
    /// @throws IOException when one is missing, with the place where it was looked for
    public static KubernetesPrograms in(Path directory) throws IOException {
        Path home = home(directory);
        return new KubernetesPrograms(
                program(home, "etcd"), program(home, API_SERVER), program(home, "kubectl"));
    }

    private static Path home(Path directory) throws IOException {
        Path versions = directory.resolve("k8s");
        if (Files.exists(directory.resolve(API_SERVER)) || !Files.isDirectory(versions)) {
            return directory;
        }
        String platform = "-" + system() + "-" + architecture();
        try (Stream<Path> homes = Files.list(versions)) {
            return homes.filter(home -> home.getFileName().toString().endsWith(platform))
                    .max(Comparator.comparing(KubernetesPrograms::version, Arrays::compare))
                    .orElseThrow(() ->
                            new IOException(
                                    versions + " has nothing for " + platform.substring(1)));
        }
    }

    private static int[] version(Path home) {
        return Stream.of(home.getFileName().toString().split("[.-]", -1))
                .takeWhile(part -> part.matches("\\d{1,9}"))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "darwin" : name;
    }

    private static String architecture() {
        String name = System.getProperty("os.arch");
        return List.of("aarch64", "arm64").contains(name) ? "arm64" : "amd64";
    }

    private static Path program(Path home, String name) throws IOException {
        Path program = home.resolve(name).toAbsolutePath();
        if (!Files.isExecutable(program)) {
            throw new IOException(program + " is no program");
        }
        return program;
    }
}
