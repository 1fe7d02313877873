// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import dev.sluice.local.keycloak.FileTrees;
import dev.sluice.local.process.Commands;
import dev.sluice.testkit.DebianPackage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The public clients that are no Java, fetched once and installed nowhere: packages of npm as its
/// lock file pins them, and Debian's packages of the shell of InfluxDB 1.x and of Python's client,
/// unpacked.
///
/// Node.js, npm, Python and curl are programs of the machine; who lacks one is told by its name.
final class FetchedClients {
    private static final Path MODULE =
            Path.of(System.getProperty("sluice.checkout")).resolve("blackbox").normalize();
    private static final Path FETCHED = MODULE.resolve("target/clients");
    private static final Path SCRIPTS = MODULE.resolve("src/test/node");

    /// Debian's package of the client for Python, and those that it is made of.
    private static final List<String> PYTHON_PACKAGES =
            List.of(
                    "python3-influxdb",
                    "python3-certifi",
                    "python3-chardet",
                    "python3-charset-normalizer",
                    "python3-dateutil",
                    "python3-idna",
                    "python3-msgpack",
                    "python3-requests",
                    "python3-six",
                    "python3-tz",
                    "python3-urllib3");

    private FetchedClients() {}

    /// The program `influx` of InfluxDB 1.x.
    static Path shell() throws IOException, InterruptedException {
        return new DebianPackage("influxdb-client", FETCHED.resolve("influxdb-client"))
                .unpacked()
                .resolve("usr/bin/influx");
    }

    /// Runs a script of `src/test/python` to its end.
    ///
    /// @return what it wrote
    static String python(String script, String... arguments)
            throws IOException, InterruptedException {
        List<String> directories = new ArrayList<>();
        for (String name : PYTHON_PACKAGES) {
            directories.add(
                    new DebianPackage(name, FETCHED.resolve(name))
                            .unpacked()
                            .resolve("usr/lib/python3/dist-packages")
                            .toString());
        }
        // Packages of Debian's are made for the program of Debian's.
        Stream<String> program =
                Stream.of(
                        "/usr/bin/python3",
                        MODULE.resolve("src/test/python").resolve(script).toString());
        return Commands.run(
                "the test of a public client",
                FETCHED,
                Map.of(
                        "PYTHONPATH",
                        String.join(File.pathSeparator, directories),
                        "PYTHONDONTWRITEBYTECODE",
                        "1",
                        "PYTHONUTF8",
                        "1",
                        "PYTHONWARNINGS",
                        "ignore",
                        "NO_PROXY",
                        "localhost"),
                Stream.concat(program, Stream.of(arguments)).toList());
    }

    /// Runs a script of `src/test/node` to its end.
    ///
    /// @return the last line that it wrote; a client may have talked before
    static String node(String script, String... arguments)
            throws IOException, InterruptedException {
        Path directory = packages();
        Files.copy(
                SCRIPTS.resolve(script),
                directory.resolve(script),
                StandardCopyOption.REPLACE_EXISTING);
        String[] command =
                Stream.concat(Stream.of("node", script), Stream.of(arguments))
                        .toArray(String[]::new);
        return run(directory, command).lines().toList().getLast();
    }

    /// A directory with the packages, one for each state of the lock file.
    private static Path packages() throws IOException, InterruptedException {
        String lock = Files.readString(SCRIPTS.resolve("package-lock.json"));
        Path directory = FETCHED.resolve("node-" + Integer.toHexString(lock.hashCode()));
        if (!Files.exists(directory)) {
            Path work = work("node");
            for (String file : List.of("package.json", "package-lock.json")) {
                Files.copy(SCRIPTS.resolve(file), work.resolve(file));
            }
            run(
                    work,
                    "npm",
                    "ci",
                    "--ignore-scripts",
                    "--no-audit",
                    "--no-fund",
                    "--prefer-offline");
            Files.move(work, directory);
        }
        return directory;
    }

    /// Runs a program of the machine to its end.
    ///
    /// @return what it wrote
    static String run(Path directory, String... command) throws IOException, InterruptedException {
        return Commands.run("the test of a public client", directory, Map.of(), List.of(command));
    }

    private static Path work(String name) throws IOException {
        Path work = FETCHED.resolve(name + ".unfinished");
        FileTrees.delete(work);
        return Files.createDirectories(work);
    }
}
