// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.operator.Resources;
import dev.sluice.operator.appinstance.AppInstance;
import dev.sluice.operator.appinstance.AppInstanceStatus;
import dev.sluice.operator.appinstance.Condition;
import dev.sluice.operator.kubernetes.ApiServer;
import dev.sluice.testkit.Conforms;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One pass after the other, on an API server: what is made, changed and deleted.
final class ReconciliationTest {
    private static final Pattern SCALE =
            Pattern.compile(
                    "kubectl scale (?<kind>deployment|statefulset)(/(?<name>\\S+)| --selector"
                            + " app=(?<app>\\S+)) --replicas (?<replicas>\\d) --namespace influxdb");

    private static final String SERVER = "iox-shared-ingester";
    private static final String QUERIERS = "iox-shared-querier";

    private final Passes passes = new Passes();
    private final ApiServer api = passes.api();

    @AfterEach
    void stop() {
        passes.close();
    }

    @Test
    void makesEverythingOnceAndThenNothing() {
        api.client()
                .resource(
                        new SecretBuilder()
                                .withNewMetadata()
                                .withNamespace(api.namespace())
                                .withName("catalog")
                                .endMetadata()
                                .addToData("dsn", "cG9zdGdyZXM6Ly9hOmJAYy9k")
                                .build())
                .create();
        api.apply(Resources.with(Passes.ADMIN));

        assertThat(passes.run()).isNull();
        Map<String, JsonNode> made = api.objects();
        String version = api.get(Passes.NAME).getMetadata().getResourceVersion();
        assertThat(passes.log().lines()).hasSize(20).allMatch(line -> line.endsWith(" created"));

        assertThat(passes.run()).isNull();
        assertThat(Passes.difference(made, api.objects())).isEmpty();
        assertThat(api.get(Passes.NAME).getMetadata().getResourceVersion()).isEqualTo(version);
    }

    @Test
    void everythingThatCanBeAskedForIsMadeOnceAndThenLeft() {
        api.defineKindsOfOthers();
        for (String ingress :
                List.of(
                        "{}",
                        "ingress: {template: {apiVersion: route.openshift.io/v1, kind: Route}}",
                        "ingress: {template: {apiVersion: networking.istio.io/v1beta1, kind: Gateway, selector: {a: b}}}",
                        Resources.NO_QUERIERS)) {
            api.apply(Resources.with(Resources.EVERYTHING, ingress));
            assertThat(passes.run()).as(passes.condition(Condition.READY).message()).isNull();
            Map<String, JsonNode> made = api.objects();
            AppInstance told = api.get(Passes.NAME);

            assertThat(passes.run()).isNull();
            assertThat(Passes.difference(made, api.objects())).isEmpty();
            assertThat(api.get(Passes.NAME)).isEqualTo(told);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak", "auth0", "entra"})
    void theShippedExamplesAreMadeOnceAndThenLeft(String provider) {
        AppInstance instance = Resources.shipped(provider + "-appinstance.yaml");
        api.apply(instance);
        assertThat(passes.run(api.get(instance.getMetadata().getName()))).isNull();
        AppInstance told = api.get(instance.getMetadata().getName());
        Map<String, JsonNode> made = api.objects();
        assertThat(Objects.requireNonNull(told.getStatus()).find(Condition.READY))
                .extracting(ready -> Objects.requireNonNull(ready).message())
                .isEqualTo("the objects are applied");

        assertThat(passes.run(told)).isNull();
        assertThat(Passes.difference(made, api.objects())).isEmpty();
    }

    @Test
    @Conforms("A-180")
    void aChangeOfAdminChangesOneFile() {
        api.apply(Resources.with(Passes.ADMIN));
        passes.run();
        Map<String, JsonNode> before = api.objects();

        api.apply(
                Resources.with(
                        Passes.ADMIN,
                        "admin: {users: [{id: '2', firstName: a, lastName: b, email: c}]}"));
        passes.run();

        assertThat(Passes.difference(before, api.objects()))
                .containsExactly(Map.entry("ConfigMap/sluice-admin", "~"));
        assertThat(passes.log()).isEqualTo("ConfigMap/sluice-admin changed");
        assertThat(api.object("ConfigMap/sluice-admin").at("/data/admin.yaml").asText())
                .contains("\"2\"")
                .doesNotContain("Lovelace");
    }

    @Test
    @Conforms("A-187")
    void pauseLeavesEverythingAsItIs() {
        api.apply(Resources.with(Passes.ADMIN));
        passes.run();
        AppInstance paused = Resources.with("resources: {ingester: {requests: {cpu: 9}}}");
        pause(paused, true);
        scaleSet(SERVER, 0);
        Map<String, JsonNode> before = api.objects();
        AppInstanceStatus status = passes.status();

        assertThat(passes.run()).isNull();
        assertThat(Passes.difference(before, api.objects())).isEmpty();
        assertThat(passes.status()).isEqualTo(status);
        assertThat(passes.seen().results()).as("none took place").hasSize(1);

        pause(paused, false);
        passes.run();
        JsonNode set = api.object("StatefulSet/" + SERVER);
        assertThat(set.at("/spec/replicas").asInt()).isEqualTo(1);
        assertThat(set.at("/spec/template/spec/containers/0/resources/requests/cpu").asText())
                .isEqualTo("9");
    }

    private void pause(AppInstance instance, boolean paused) {
        ((ObjectNode) instance.getSpec()).put("pause", paused);
        api.apply(instance);
    }

    /// Admin.md 6.8: what a restore scales down stays down until it is over. Of the documented
    /// steps those of the ingester find something; however many it is scaled up to, one is left.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void aRestoreScalesDownUnderPauseAndUpAfterwards(int up) {
        AppInstance instance = Resources.with(Passes.ADMIN);
        api.apply(instance);
        passes.run();
        Map<String, JsonNode> before = api.objects();
        pause(instance, true);
        scaleSet(SERVER, 0);
        passes.run();
        assertThat(replicas()).isEmpty();
        scaleSet(SERVER, up);
        passes.run();
        assertThat(api.object("StatefulSet/" + SERVER).at("/spec/replicas").asInt()).isEqualTo(up);

        pause(instance, false);
        passes.run();

        assertThat(replicas()).containsOnly(Map.entry("StatefulSet/" + SERVER, 1));
        assertThat(api.objects()).containsOnlyKeys(before.keySet());
    }

    @Test
    void aRestoreScalesQueriersDownFirstAndUpAfterwards() {
        AppInstance instance = Resources.with(Passes.ADMIN, Resources.QUERIERS);
        api.apply(instance);
        passes.run();
        pause(instance, true);
        scale(QUERIERS, 0);
        passes.run();
        scaleSet(SERVER, 0);
        passes.run();
        assertThat(replicas()).isEmpty();

        pause(instance, false);
        passes.run();

        assertThat(replicas())
                .containsOnly(
                        Map.entry("Deployment/" + QUERIERS, 2),
                        Map.entry("StatefulSet/" + SERVER, 1));
    }

    /// The commands of the how-to, letter for letter, where every kind of pods is there, and where
    /// one is.
    @ParameterizedTest
    @ValueSource(strings = {Resources.ROLES, "{}"})
    void theDocumentedCommandsOfARestoreEndAllPods(String settings) throws IOException {
        AppInstance instance = Resources.with(Passes.ADMIN, settings);
        api.apply(instance);
        passes.run();
        Map<String, Integer> before = replicas();
        List<String> commands = documentedCommands();
        assertThat(commands).hasSizeGreaterThan(5);

        pause(instance, true);
        passes.run();
        commands.stream().filter(command -> command.contains(" --replicas 0 ")).forEach(this::play);
        passes.run();
        assertThat(replicas()).isEmpty();

        commands.stream().filter(command -> command.contains(" --replicas 1 ")).forEach(this::play);
        passes.run();
        assertThat(replicas()).containsExactly(Map.entry("StatefulSet/" + SERVER, 1));

        pause(instance, false);
        passes.run();
        assertThat(replicas()).isEqualTo(before);
    }

    private static List<String> documentedCommands() throws IOException {
        String text = Files.readString(Path.of("..", "docs", "how-to", "back-up-and-restore.md"));
        String section =
                text.substring(
                        text.indexOf("### On Kubernetes"), text.indexOf("## Go back, with SQ"));
        return section.lines().filter(line -> line.startsWith("kubectl scale ")).toList();
    }

    /// As `kubectl` does, which says `not found` of what is not there, and goes on.
    private void play(String command) {
        Matcher words = SCALE.matcher(command);
        assertThat(words.matches()).as(command).isTrue();
        int replicas = Integer.parseInt(words.group("replicas"));
        boolean set = words.group("kind").equals("statefulset");
        String kind = set ? "StatefulSet/" : "Deployment/";
        api.objects().entrySet().stream()
                .filter(there -> there.getKey().startsWith(kind) && isMeant(words, there))
                .map(there -> there.getKey().substring(kind.length()))
                .toList()
                .forEach(name -> {
                    if (set) {
                        scaleSet(name, replicas);
                    } else {
                        scale(name, replicas);
                    }
                });
    }

    private static boolean isMeant(Matcher words, Map.Entry<String, JsonNode> there) {
        String app = words.group("app");
        return app == null
                ? there.getKey().endsWith("/" + words.group("name"))
                : there.getValue().at("/metadata/labels/app").asText().equals(app);
    }

    /// Of every workload that has any.
    private Map<String, Integer> replicas() {
        Map<String, Integer> replicas = new TreeMap<>();
        api.objects()
                .forEach((name, tree) -> {
                    int number = tree.at("/spec/replicas").asInt();
                    if (number > 0) {
                        replicas.put(name, number);
                    }
                });
        return replicas;
    }

    private void scale(String deployment, int replicas) {
        api.client()
                .apps()
                .deployments()
                .inNamespace(api.namespace())
                .withName(deployment)
                .edit(there -> {
                    there.getSpec().setReplicas(replicas);
                    return there;
                });
    }

    private void scaleSet(String statefulSet, int replicas) {
        api.client()
                .apps()
                .statefulSets()
                .inNamespace(api.namespace())
                .withName(statefulSet)
                .edit(there -> {
                    there.getSpec().setReplicas(replicas);
                    return there;
                });
    }

    @Test
    @Conforms("A-188")
    void whatIsNoLongerRenderedGoesAndWhatOthersAddedStays() {
        api.apply(
                Resources.with(
                        Passes.ADMIN,
                        Resources.QUERIERS,
                        "ingress: {hosts: [db.example], tlsSecretName: tls}"));
        passes.run();
        Deployment queriers =
                api.client()
                        .apps()
                        .deployments()
                        .inNamespace(api.namespace())
                        .withName(QUERIERS)
                        .edit(there -> {
                            there.getMetadata().getLabels().put("team", "plant");
                            there.getMetadata().setAnnotations(Map.of("note", "by hand"));
                            return there;
                        });
        assertThat(queriers.getMetadata().getLabels()).containsEntry("team", "plant");
        Map<String, JsonNode> before = api.objects();

        api.apply(Resources.with(Passes.ADMIN, "resources: {querier: {requests: {replicas: 1}}}"));
        passes.run();

        assertThat(Passes.difference(before, api.objects()))
                .containsOnlyKeys(
                        "ConfigMap/influxctl",
                        "Ingress/sluice-http",
                        "Ingress/sluice-grpc",
                        "PodDisruptionBudget/iox-shared-querier",
                        "Deployment/iox-shared-querier")
                .containsEntry("Ingress/sluice-http", "-")
                .containsEntry("PodDisruptionBudget/iox-shared-querier", "-")
                .containsEntry("Deployment/iox-shared-querier", "~");
        JsonNode metadata = api.object("Deployment/iox-shared-querier").get("metadata");
        assertThat(metadata.at("/labels/team").asText()).isEqualTo("plant");
        assertThat(metadata.at("/annotations/note").asText()).isEqualTo("by hand");
    }

    @Test
    void whatSomebodyChangedIsSetAgain() {
        api.apply(Resources.with(Passes.ADMIN));
        passes.run();
        scaleSet(SERVER, 3);

        passes.run();

        assertThat(passes.log()).isEqualTo("StatefulSet/iox-shared-ingester changed");
        assertThat(api.object("StatefulSet/" + SERVER).at("/spec/replicas").asInt()).isEqualTo(1);
    }

    @Test
    void whatAnotherAppInstanceHasIsNotTaken() {
        api.apply(Resources.with(Passes.ADMIN));
        passes.run();
        AppInstance second = Resources.with(Passes.ADMIN);
        second.getMetadata().setName("second");
        api.apply(second);
        Map<String, JsonNode> before = api.objects();

        assertThat(passes.run(api.get("second"))).isEqualTo(ObservedPasses.RETRY_AFTER);

        assertThat(Passes.difference(before, api.objects())).isEmpty();
        assertThat(
                        Objects.requireNonNull(
                                        Objects.requireNonNull(api.get("second").getStatus())
                                                .find(Condition.READY))
                                .message())
                .contains("belongs to another AppInstance: a namespace has room for one");
    }

    /// The job of another pair makes a token that this pair signs (admin.md 2.2).
    @Test
    void anotherKeyPairOfTheAppInstanceMakesTheTokenAgain() {
        String pair =
                """
                admin:
                  internalSigningKey:
                    {id: {value: k-1}, privateKey: {value: %s}, publicKey: {value: p}}
                """;
        api.apply(Resources.with(Passes.ADMIN, pair.formatted("one")));
        passes.run();
        api.apply(Resources.with(Passes.ADMIN, pair.formatted("other")));

        assertThat(passes.run()).isNull();
        assertThat(passes.log().lines().filter(line -> line.startsWith("Job/")))
                .hasSize(2)
                .allMatch(line -> line.startsWith("Job/create-admin-token-"))
                .anyMatch(line -> line.endsWith(" created"))
                .anyMatch(line -> line.endsWith(" deleted"));

        api.apply(
                Resources.with(
                        Passes.ADMIN,
                        pair.formatted("other"),
                        "catalog: {dsn: {valueFrom: null, value: postgres://a/b}}"));
        passes.run();
        assertThat(passes.log()).as("another secret is none of theirs").doesNotContain("Job/");
    }

    @Test
    void anotherImageMakesOtherJobs() {
        api.apply(Resources.with(Passes.ADMIN));
        passes.run();

        api.apply(Resources.with(Passes.ADMIN, "images: {registryOverride: registry.example}"));

        assertThat(passes.run()).isNull();
        assertThat(passes.condition(Condition.READY).status()).isEqualTo("True");
        assertThat(passes.log().lines().filter(line -> line.startsWith("Job/key-gen-")))
                .hasSize(2)
                .anyMatch(line -> line.endsWith(" created"))
                .anyMatch(line -> line.endsWith(" deleted"));
    }
}
