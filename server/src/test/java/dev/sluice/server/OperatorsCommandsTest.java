// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The commands that the operator's containers run, with their own arguments and files, as its
/// golden file of the default has them; only where they are is another.
final class OperatorsCommandsTest {
    private static final Path GOLDEN =
            Path.of("..", "operator", "src", "test", "golden", "keycloak.yaml");
    private static final String READY = "sluice is ready at ";
    private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CompletableFuture<String> url = new CompletableFuture<>();
    private final List<Integer> answers = new ArrayList<>();
    private List<Map<String, Object>> objects = List.of();
    private String token = "";

    @TempDir private Path directory;

    @BeforeEach
    void mountTheFiles() throws IOException {
        objects = new ArrayList<>();
        for (Object document :
                new Load(LoadSettings.builder().build())
                        .loadAllFromString(Files.readString(GOLDEN))) {
            objects.add(mapping(document));
        }
        String settings =
                file("sluice-settings", "settings.yaml")
                        .replaceFirst("(?s)^objectStore:.*?\nsluice:", "sluice:")
                        .replaceAll("port: \\d+", "port: 0")
                        .replace("0.0.0.0", "127.0.0.1");
        write("etc/sluice/settings/settings.yaml", here(settings));
        write("etc/sluice/admin/admin.yaml", file("sluice-admin", "admin.yaml"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> mapping(@Nullable Object tree) {
        return (Map<String, Object>) Objects.requireNonNull(tree);
    }

    private static Map<String, Object> first(@Nullable Object list) {
        return mapping(((List<?>) Objects.requireNonNull(list)).getFirst());
    }

    private Map<String, Object> object(String kind, String name) {
        return objects.stream()
                .filter(object -> kind.equals(object.get("kind")))
                .filter(object -> nameOf(object).startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    private static String nameOf(Map<String, Object> object) {
        return String.valueOf(mapping(object.get("metadata")).get("name"));
    }

    private String file(String map, String key) {
        return String.valueOf(mapping(object("ConfigMap", map).get("data")).get(key));
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
    }

    /// A text with the containers' directories below that of the test.
    private String here(String text) {
        return text.replace("/etc/sluice", directory + "/etc/sluice")
                .replace("/var/lib/sluice", directory + "/data")
                .replace("/work", directory + "/work");
    }

    /// The arguments of the first container of a kind (`containers` or `initContainers`).
    private String[] arguments(String kind, String name, String containers) {
        Map<String, Object> template =
                mapping(mapping(object(kind, name).get("spec")).get("template"));
        Object arguments = first(mapping(template.get("spec")).get(containers)).get("args");
        return ((List<?>) Objects.requireNonNull(arguments))
                .stream().map(each -> here(String.valueOf(each))).toArray(String[]::new);
    }

    private int run(String... arguments) {
        return Program.run(
                new Surroundings(
                        OneServer.host(),
                        new Told(),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        this::ask),
                arguments);
    }

    /// What the program says, and where the server is once it is ready.
    private final class Told extends PrintStream {
        Told() {
            super(OutputStream.nullOutputStream());
        }

        @Override
        public void println(String line) {
            if (line.startsWith(READY)) {
                boolean _ = url.complete(line.substring(READY.length()));
            }
        }
    }

    /// Asks the running server as the admin token, and as nobody.
    private void ask() throws InterruptedException {
        String server = url.join();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String bearer : List.of(token, "nobody")) {
                answers.add(
                        client.send(
                                        HttpRequest.newBuilder(
                                                        URI.create(server + "/api/v0/databases"))
                                                .header("Authorization", "Bearer " + bearer)
                                                .build(),
                                        HttpResponse.BodyHandlers.discarding())
                                .statusCode());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theJobsMakeATokenThatTheServerTakes() throws IOException {
        assertThat(run(arguments("Job", "key-gen", "initContainers"))).isZero();
        Path secret = directory.resolve("etc/sluice/keys");
        Files.move(directory.resolve("work/secrets/rsa-keys"), secret);
        assertThat(run(arguments("Job", "create-admin-token", "initContainers"))).isZero();
        Matcher made =
                TOKEN.matcher(Files.readString(directory.resolve("work/secrets/token.json")));
        assertThat(made.find()).isTrue();
        token = made.group(1);

        assertThat(run(arguments("StatefulSet", "iox-shared-ingester", "containers")))
                .as(err.toString(StandardCharsets.UTF_8))
                .isZero();

        assertThat(answers).containsExactly(200, 401);
        assertThat(directory.resolve("data/catalog.sqlite")).exists();
        assertThat(directory.resolve("data/secrets")).doesNotExist();
    }

    @Test
    void theServerStartsBeforeTheJobsAreDone() {
        token = "none";

        assertThat(run(arguments("StatefulSet", "iox-shared-ingester", "containers")))
                .as(err.toString(StandardCharsets.UTF_8))
                .isZero();

        assertThat(answers).containsExactly(401, 401);
        assertThat(directory.resolve("data/secrets")).doesNotExist();
    }
}
