// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.operator.kubernetes.ApiServer;
import dev.sluice.testkit.FreePorts;
import dev.sluice.testkit.MovingClock;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The program as it is started.
final class ProgramTest {
    /// A test that has to wait this long has failed.
    private static final long PATIENCE_SECONDS = 120;

    private final ApiServer api = ApiServer.start();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<String> probed = new ArrayList<>();

    @AfterEach
    void stop() {
        api.close();
    }

    /// Told to end as soon as it is ready, and has been probed.
    private int run(Map<String, String> environment, String... arguments) {
        return run(api::connect, environment, arguments);
    }

    private int run(
            Supplier<KubernetesClient> clients,
            Map<String, String> environment,
            String... arguments) {
        return run(clients, environment, this::probe, arguments);
    }

    private int run(
            Supplier<KubernetesClient> clients,
            Map<String, String> environment,
            Surroundings.End end,
            String... arguments) {
        return Program.run(
                new Surroundings(
                        environment,
                        clients,
                        MovingClock.create(),
                        "9.8.7",
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        end),
                arguments);
    }

    private void probe() throws InterruptedException {
        String port = out.toString(StandardCharsets.UTF_8).strip().replaceFirst(".* ", "");
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String path : List.of("/live", "/ready", "/metrics", "/else")) {
                HttpResponse<String> answer =
                        client.send(
                                HttpRequest.newBuilder(
                                                URI.create("http://localhost:" + port + path))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                probed.add(path + " " + answer.statusCode());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void runsAsTheChartStartsItAndAnswersProbes() {
        for (String source : List.of("appinstances", "configmap")) {
            probed.clear();
            out.reset();
            int code =
                    run(
                            Map.of(
                                    "KUBIT_WATCHED_NAMESPACE",
                                    api.namespace(),
                                    "SLUICE_OPERATOR_IMAGE",
                                    "sluice-operator:0.1.0"),
                            "run",
                            "--source=" + source,
                            "--health-port=0");

            assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
            assertThat(code).isZero();
            assertThat(probed)
                    .containsExactly("/live 200", "/ready 200", "/metrics 200", "/else 404");
        }
    }

    /// The image of `kubectl` that documented values name has no program to store Secrets with.
    @Test
    void jobsRunTheOperatorWhateverImageStepsAreSaidToHave() {
        api.apply(Resources.with());
        Set<String> images = new TreeSet<>();

        int code =
                run(
                        api::connect,
                        Map.of(
                                "KUBIT_WATCHED_NAMESPACE",
                                api.namespace(),
                                "SLUICE_OPERATOR_IMAGE",
                                "registry.example/sluice-operator:1",
                                "KUBIT_APPLY_STEP_KUBECTL_IMAGE",
                                "registry.example/kubectl:1.27"),
                        () -> images.addAll(awaitImagesThatStore()),
                        "run",
                        "--health-port=0");

        assertThat(code).isZero();
        assertThat(images).containsExactly("registry.example/sluice-operator:1");
    }

    private List<String> awaitImagesThatStore() {
        String server = "iox-shared-ingester";
        var _ =
                api.client()
                        .apps()
                        .statefulSets()
                        .inNamespace(api.namespace())
                        .withName(server)
                        .waitUntilCondition(Objects::nonNull, PATIENCE_SECONDS, TimeUnit.SECONDS);
        return api
                .client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(api.namespace())
                .list()
                .getItems()
                .stream()
                .flatMap(job -> job.getSpec().getTemplate().getSpec().getContainers().stream())
                .map(Container::getImage)
                .toList();
    }

    @Test
    void saysWhatItHasToBeTold() {
        assertThat(run(Map.of("SLUICE_OPERATOR_IMAGE", "x"), "run")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("the variable KUBIT_WATCHED_NAMESPACE is required");

        assertThat(run(Map.of("KUBIT_WATCHED_NAMESPACE", "a"), "run")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("the variable SLUICE_OPERATOR_IMAGE is required");

        assertThat(run(Map.of(), "run", "--source=files")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--source");
    }

    @Test
    void saysWhereNoClusterAnswers() throws IOException {
        String gone = "http://127.0.0.1:" + FreePorts.next() + "/";
        Config config =
                new ConfigBuilder(Config.empty())
                        .withMasterUrl(gone)
                        .withRequestRetryBackoffLimit(0)
                        .build();

        int code =
                run(
                        () -> new KubernetesClientBuilder().withConfig(config).build(),
                        Map.of("KUBIT_WATCHED_NAMESPACE", "a", "SLUICE_OPERATOR_IMAGE", "x"),
                        "run");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("sluice-operator: nothing can be followed at " + gone + " (")
                .contains("): run it in a pod", "KUBECONFIG")
                .hasLineCount(1);
    }

    @Test
    void tellsItsVersion() {
        assertThat(run(Map.of(), "version")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("sluice-operator 9.8.7\n");
    }
}
