// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The dashboards of `deploy/grafana` show what servers tell: nothing else, and all that is their
/// own.
final class DashboardsTest {
    private static final Path DASHBOARDS = Path.of("..", "deploy", "grafana");

    /// Names and descriptions of our own metrics, as they were reviewed.
    private static final Path REVIEWED = Path.of("src", "test", "golden", "meters.txt");

    private static final Pattern METRIC = Pattern.compile("\\b(?:sluice|jvm|process|system)_\\w+");

    /// What a server by itself that has just begun has no occasion to tell.
    private static final Pattern OCCASIONAL = Pattern.compile("sluice_(?:router|querier)_\\w+");

    @TempDir private Path directory;

    private static Set<String> shown() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(DASHBOARDS)) {
            for (Path file : files.toList()) {
                METRIC.matcher(Files.readString(file))
                        .results()
                        .map(MatchResult::group)
                        .forEach(names::add);
            }
        }
        return names;
    }

    private static Set<String> reviewed() throws IOException {
        return Files.readString(REVIEWED)
                .lines()
                .map(line -> line.split(" ", -1)[2])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Of a server at work, all names in its answer to whoever watches it.
    private Set<String> told() throws Exception {
        try (OneServer server = new OneServer(directory, OneServer.watched(directory, "0"));
                HttpClient client = HttpClient.newHttpClient()) {
            server.get("/api/v0/tokens", server.adminToken());
            String text =
                    client.send(
                                    HttpRequest.newBuilder(OneServer.metricsUrl(directory)).build(),
                                    BodyHandlers.ofString())
                            .body();
            return text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("[{ ]", 2)[0])
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void everyMetricThatIsShownIsTold() throws Exception {
        Set<String> told = told();
        reviewed().stream().filter(OCCASIONAL.asMatchPredicate()).forEach(told::add);

        assertThat(shown()).isNotEmpty();
        assertThat(told).containsAll(shown());
    }

    @Test
    void everyMetricOfOurOwnIsShown() throws IOException {
        Set<String> shown = shown();

        assertThat(reviewed())
                .allSatisfy(name ->
                        assertThat(shown)
                                .as(name)
                                .anyMatch(
                                        each -> each.equals(name) || each.equals(name + "_count")));
    }
}
