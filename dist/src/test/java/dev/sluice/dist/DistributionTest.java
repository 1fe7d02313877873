// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.dist.Shell.Ended;
import dev.sluice.dist.archive.FileTree;
import dev.sluice.dist.jar.Platform;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Everything that is handed out, made once and used as on a bare Debian.
final class DistributionTest {
    private static final Path CHECKOUT =
            Path.of(System.getProperty("sluice.checkout")).toAbsolutePath().normalize();
    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");
    private static final Release RELEASE =
            new Release("9.8.7-SNAPSHOT", TIME, Platform.named(System.getProperty("os.arch")));
    private static final int TOLD_TO_END = 143;
    private static final Pattern METRICS = Pattern.compile("\"metricsUrl\":\"([^\"]+)\"");
    private static final Pattern TOKEN = Pattern.compile("apiv1_[A-Za-z0-9_-]+");

    @TempDir private static Path place;
    private static Path output;
    private static Shell shell;
    private static Shell system;

    @BeforeAll
    static void makeAndUnpack() throws IOException, InterruptedException {
        output = place.resolve("output");
        distribution().write(Product.ALL, output);
        Path home = Files.createDirectory(place.resolve("home"));
        shell = Shell.bare(home);
        system = Shell.system(home);
        for (Product product : Product.ALL) {
            system.run(
                            Path.of("/bin/tar"),
                            "-xzf",
                            output.resolve(RELEASE.archiveName(product) + ".tar.gz").toString(),
                            "-C",
                            place.toString())
                    .ok();
        }
    }

    @Test
    void theCommandLineRunsFromAnywhereThroughLinks() throws IOException, InterruptedException {
        Path direct =
                Files.createSymbolicLink(place.resolve("direct"), command(Product.COMMAND_LINE));
        Path again = Files.createSymbolicLink(place.resolve("again"), Path.of("direct"));

        for (Path program : List.of(command(Product.COMMAND_LINE), direct, again)) {
            Ended version = shell.run(program, "version");
            assertThat(version.ok()).startsWith("influxctl ").contains("(linux/");
            assertThat(version.talk()).isEmpty();
        }
        assertThat(shell.run(again, "--help").ok()).contains("Usage: influxctl");
        assertThat(shell.run(again, "nonsense").status()).isEqualTo(1);
    }

    @Test
    void classesComeFromTheCache() throws IOException, InterruptedException {
        Path home = home(Product.COMMAND_LINE);
        String classes =
                shell.run(
                                home.resolve("runtime/bin/java"),
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-XX:AOTCache=" + home.resolve("influxctl.aot"),
                                "-Xlog:class+load:stdout:none",
                                "-jar",
                                mainJar(home).toString(),
                                "--help")
                        .ok();

        assertThat(classes.lines().filter(line -> line.startsWith("picocli.CommandLine ")))
                .containsExactly("picocli.CommandLine source: shared objects file");
    }

    @Test
    void aCacheThatDoesNotFitIsNoMatter() throws IOException, InterruptedException {
        FileTree copy = FileTree.empty(place.resolve("copy"));
        copy.copy(new FileTree(home(Product.COMMAND_LINE)), ".");
        Path program = copy.root().resolve("bin/influxctl");
        Path cache = copy.root().resolve("influxctl.aot");

        Files.writeString(cache, "not a cache");
        Ended broken = shell.run(program, "version");
        Files.delete(cache);
        Ended absent = shell.run(program, "version");
        Files.copy(home(Product.SERVER).resolve("sluice.aot"), cache);
        Ended another = shell.run(program, "version");
        copy.delete();

        assertThat(List.of(broken, absent, another))
                .allMatch(ended -> ended.equals(broken))
                .allMatch(ended -> ended.ok().startsWith("influxctl ") && ended.talk().isEmpty());
    }

    @Test
    void aServerTakesPointsAndAnswersQueries() throws IOException, InterruptedException {
        assertThat(Files.readString(command(Product.SERVER)))
                .contains("-XX:InitialRAMPercentage=0.25 -XX:G1PeriodicGCInterval=10000");
        Path data = place.resolve("data");
        ProcessBuilder builder =
                shell.builder(
                                command(Product.SERVER),
                                "serve",
                                "--port",
                                "0",
                                "--data-dir",
                                data.toString())
                        .redirectError(place.resolve("server.log").toFile());
        Path temporary = Files.createDirectory(place.resolve("temporary"));
        builder.environment().put("SLUICE_METRICS_PORT", "0");
        builder.environment().put("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary);
        Process server = builder.start();
        try (var said = server.inputReader(StandardCharsets.UTF_8)) {
            String ready = said.readLine();
            assertThat(ready)
                    .as(Files.readString(place.resolve("server.log")))
                    .startsWith("sluice is ready at http://127.0.0.1:");
            useServer(ready.substring(ready.lastIndexOf(':') + 1), data);
            assertThat(metrics(data)).contains("jvm_memory_used_bytes");
            assertThat(temporary).as("libraries are loaded as they lie").isEmptyDirectory();
            server.destroy();
            assertThat(server.waitFor()).isEqualTo(TOLD_TO_END);
        } finally {
            server.destroyForcibly();
        }
    }

    private static void useServer(String port, Path data) throws IOException, InterruptedException {
        Path profile =
                Files.writeString(
                        place.resolve("config.toml"),
                        """
                        [[profile]]
                        name = "default"
                        product = "clustered"
                        host = "127.0.0.1"
                        port = "%s"
                        [profile.tls]
                        disable = true
                        [profile.auth.token]
                        token_file = "%s"
                        """
                                .formatted(port, adminToken(data)));
        influxctl(profile, "database", "create", "home");
        String created =
                influxctl(
                        profile,
                        "token",
                        "create",
                        "--read-database",
                        "home",
                        "--write-database",
                        "home",
                        "black box");
        Matcher token = TOKEN.matcher(created);
        assertThat(token.find()).as(created).isTrue();
        influxctl(
                profile,
                "write",
                "--database",
                "home",
                "--token",
                token.group(),
                "room,name=attic temp=21.5 1767225600000000000");
        assertThat(
                        influxctl(
                                profile,
                                "query",
                                "--database",
                                "home",
                                "--token",
                                token.group(),
                                "--format",
                                "json",
                                "SELECT name, temp FROM room"))
                .contains("\"name\": \"attic\"", "\"temp\": 21.5");
    }

    @Test
    void theDebianPackageOfTheServerInstalls() throws IOException, InterruptedException {
        Path file = output.resolve(RELEASE.debianName(Product.SERVER));
        assertThat(file.getFileName().toString())
                .matches("sluice_9\\.8\\.7~snapshot_(amd64|arm64)\\.deb");
        String about = system.run(Path.of("/usr/bin/dpkg-deb"), "--info", file.toString()).ok();
        assertThat(about)
                .contains(
                        " Package: sluice\n",
                        " Version: 9.8.7~snapshot\n",
                        " Depends: libc6, libgcc-s1, libstdc++6\n",
                        "conffiles",
                        "postinst");
        String files = system.run(Path.of("/usr/bin/dpkg-deb"), "--contents", file.toString()).ok();
        assertThat(files.lines()).allMatch(line -> line.contains(" root/root "));
        assertThat(files)
                .contains(
                        "./etc/sluice/sluice.yaml\n",
                        "./usr/bin/sluice -> ../lib/sluice/bin/sluice\n",
                        "./usr/lib/systemd/system/sluice.service\n",
                        "./usr/share/bash-completion/completions/sluice\n",
                        "./usr/share/doc/sluice/configuration.md\n",
                        "./usr/share/doc/sluice/copyright\n",
                        "./usr/share/man/man1/sluice-serve.1.gz\n");

        Path root = install(file);

        assertThat(shell.run(root.resolve("usr/bin/sluice"), "version").ok()).startsWith("sluice ");
        sumsAreRight(file, root);
        startsWithItsOwnSettings(root);
        new FileTree(root).delete();
    }

    @Test
    void theListOfSettingsGoesWithTheServerAlone() throws IOException {
        String settings =
                Files.readString(home(Product.SERVER).resolve("share/doc/sluice/configuration.md"));

        assertThat(settings)
                .startsWith("# Configuration of the server\n")
                .contains("| `http.port` | `8086` |", "How to run on PostgreSQL says more")
                .doesNotContain("](");
        assertThat(home(Product.COMMAND_LINE).resolve("share/doc")).doesNotExist();
    }

    /// The line of the reference, in the directory that an archive unpacks.
    @Test
    void theApiDocumentIsWhereTheReferenceSays() throws IOException, InterruptedException {
        String reference = Files.readString(CHECKOUT.resolve("docs/reference/management-api.md"));
        Matcher line = Pattern.compile("\nunzip -p (\\S+)/(\\S+) (\\S+)\n").matcher(reference);
        assertThat(line.find()).isTrue();
        List<Path> jars = new ArrayList<>();
        Path directory = home(Product.SERVER).resolve(line.group(1));
        try (var found = Files.newDirectoryStream(directory, line.group(2))) {
            found.forEach(jars::add);
        }

        assertThat(jars).hasSize(1);
        try (var jar = new ZipFile(jars.getFirst().toFile())) {
            assertThat(jar.getEntry(line.group(3))).isNotNull();
        }
    }

    @Test
    void theDebianPackageOfTheCommandLineInstalls() throws IOException, InterruptedException {
        Path root = install(output.resolve(RELEASE.debianName(Product.COMMAND_LINE)));

        Ended version = shell.run(root.resolve("usr/bin/influxctl"), "version");

        assertThat(version.ok()).startsWith("influxctl ");
        assertThat(version.talk()).isEmpty();
        assertThat(root.resolve("usr/share/man/man1/influxctl-token-create.1.gz")).exists();
        assertThat(root.resolve("etc")).doesNotExist();
    }

    @Test
    void theSameCommitGivesTheSameBytes() throws IOException, InterruptedException {
        Path second = place.resolve("second");

        List<Path> files = distribution().write(List.of(Product.COMMAND_LINE), second);

        for (Path file : files.subList(0, 2)) {
            assertThat(file).hasSameBinaryContentAs(output.resolve(file.getFileName()));
        }
    }

    @Test
    void everyLibraryHasALicence() throws IOException {
        String notices = Files.readString(home(Product.SERVER).resolve("THIRD-PARTY-NOTICES"));

        assertThat(notices)
                .contains("armeria-", "    Apache-2.0, LINE Corporation", "Eclipse Public License");
        assertThatThrownBy(() -> Notices.licence("novelty-1.0.jar"))
                .hasMessage(
                        "the licence of novelty-1.0.jar is not known; add a row to notices.tsv");
        assertThat(Notices.licence("netty-common-4.2.18.Final.jar")).isEqualTo("Apache-2.0");
    }

    @Test
    void sumsNameEveryFile() throws IOException {
        assertThat(Files.readAllLines(output.resolve("SHA256SUMS")))
                .hasSize(2 * Product.ALL.size())
                .allMatch(line -> line.matches("[0-9a-f]{64}  \\S+\\.(deb|tar\\.gz)"));
    }

    /// The settings that the package brings are taken, and nothing outside the root is touched.
    private static void startsWithItsOwnSettings(Path root)
            throws IOException, InterruptedException {
        Process server =
                shell.builder(
                                root.resolve("usr/bin/sluice"),
                                "serve",
                                "--config",
                                root.resolve("etc/sluice/sluice.yaml").toString(),
                                "--port",
                                "0",
                                "--data-dir",
                                place.resolve("service-data").toString())
                        .redirectError(place.resolve("service.log").toFile())
                        .start();
        try (var said = server.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.readLine())
                    .as(Files.readString(place.resolve("service.log")))
                    .startsWith("sluice is ready at http://127.0.0.1:");
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private static void sumsAreRight(Path file, Path root)
            throws IOException, InterruptedException {
        Path control = place.resolve("control");
        system.run(Path.of("/usr/bin/dpkg-deb"), "-e", file.toString(), control.toString()).ok();
        String script = "cd \"$1\" && md5sum --quiet -c \"$2\"";
        system.run(
                        Path.of("/bin/sh"),
                        "-c",
                        script,
                        "sh",
                        root.toString(),
                        control.resolve("md5sums").toString())
                .ok();
    }

    private static Path install(Path file) throws IOException, InterruptedException {
        Path root = place.resolve("root-" + file.getFileName());
        system.run(Path.of("/usr/bin/dpkg-deb"), "-x", file.toString(), root.toString()).ok();
        return root;
    }

    private static Distribution distribution() {
        StartUpCache cache = new StartUpCache(place.resolve("startup"));
        return new Distribution(CHECKOUT, RELEASE, cache, _ -> {});
    }

    private static String influxctl(Path profile, String... arguments)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("--config", profile.toString()));
        all.addAll(List.of(arguments));
        return shell.run(command(Product.COMMAND_LINE), all.toArray(new String[0])).ok();
    }

    private static String metrics(Path data) throws IOException, InterruptedException {
        Matcher url = METRICS.matcher(Files.readString(data.resolve("server.json")));
        assertThat(url.find()).isTrue();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url.group(1))).build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private static Path adminToken(Path data) throws IOException {
        try (var files = Files.walk(data.resolve("secrets"))) {
            return files.filter(file -> file.getFileName().toString().contains("token"))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Path mainJar(Path home) throws IOException {
        try (var files = Files.list(home.resolve("app"))) {
            return files.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
        }
    }

    private static Path home(Product product) {
        return place.resolve(RELEASE.archiveName(product));
    }

    private static Path command(Product product) {
        return home(product).resolve("bin").resolve(product.name());
    }
}
