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
import dev.sluice.testkit.MovingClock;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One pass after the other, on an API server: what is made, changed, deleted and told.
final class ReconciliationTest {
    private static final String NAME = "influxdb";
    private static final String ADMIN =
            """
            admin:
              identityProvider: keycloak
              jwksEndpoint: https://id.example/keys
              users: [{id: "1", firstName: Ada, lastName: Lovelace, email: a}]
            """;

    /// A Deployment whose pods are not those that the operator asks for, which cannot be changed.
    private static final Deployment OTHER_PODS =
            Serialization.unmarshal(
                    """
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: token-management}
                    spec:
                      selector: {matchLabels: {other: pods}}
                      template:
                        metadata: {labels: {other: pods}}
                        spec: {containers: [{name: c, image: i}]}
                    """,
                    Deployment.class);

    private final MovingClock clock = MovingClock.at(Instant.parse("2026-03-01T12:00:00.9Z"));
    private final ApiServer api = ApiServer.start();
    private final AppInstanceReconciler reconciler =
            new AppInstanceReconciler(api.client(), "sluice-operator:0.1.0", clock);

    @BeforeEach
    void startTheClock() {
        assertThat(api.objects().keySet()).noneMatch(name -> name.startsWith("Deployment/"));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private @Nullable Duration pass() {
        return reconciler.pass(api.get(NAME));
    }

    private AppInstanceStatus status() {
        return Objects.requireNonNull(api.get(NAME).getStatus());
    }

    private Condition condition(String type) {
        return Objects.requireNonNull(status().find(type));
    }

    private String log() {
        return Objects.requireNonNull(status().lastLogs().get("apply-manifests"));
    }

    /// What differs between two looks: `+` made, `-` deleted, `~` changed.
    private static Map<String, String> difference(
            Map<String, JsonNode> before, Map<String, JsonNode> after) {
        Map<String, String> difference = new TreeMap<>();
        before.forEach((name, tree) -> {
            if (!after.containsKey(name)) {
                difference.put(name, "-");
            } else if (!tree.equals(after.get(name))) {
                difference.put(name, "~");
            }
        });
        after.keySet().stream()
                .filter(name -> !before.containsKey(name))
                .forEach(name -> difference.put(name, "+"));
        return difference;
    }

    @Test
    void makesEverythingOnceAndThenNothing() {
        api.apply(Resources.with(ADMIN));

        assertThat(pass()).isNull();
        Map<String, JsonNode> made = api.objects();
        String version = api.get(NAME).getMetadata().getResourceVersion();
        assertThat(log().lines()).hasSize(28).allMatch(line -> line.endsWith(" created"));

        assertThat(pass()).isNull();
        assertThat(difference(made, api.objects())).isEmpty();
        assertThat(api.get(NAME).getMetadata().getResourceVersion()).isEqualTo(version);
    }

    @Test
    void everythingThatCanBeAskedForIsMadeOnceAndThenLeft() {
        api.defineKindsOfOthers();
        for (String ingress :
                List.of(
                        "{}",
                        "ingress: {template: {apiVersion: route.openshift.io/v1, kind: Route}}",
                        "ingress: {template: {apiVersion: networking.istio.io/v1beta1, kind: Gateway, selector: {a: b}}}",
                        "featureFlags: [singleProcess]")) {
            api.apply(Resources.with(Resources.EVERYTHING, ingress));
            assertThat(pass()).as(condition(Condition.READY).message()).isNull();
            Map<String, JsonNode> made = api.objects();
            AppInstance told = api.get(NAME);

            assertThat(pass()).isNull();
            assertThat(difference(made, api.objects())).isEmpty();
            assertThat(api.get(NAME)).isEqualTo(told);
        }
    }

    @Test
    void aKindThatTheServerDoesNotKnowIsTold() {
        api.apply(Resources.with("observability: {serviceMonitor: {}}"));
        pass();

        assertThat(condition(Condition.READY).message())
                .isEqualTo(
                        api.knows(ManagedKind.SERVICE_MONITOR)
                                ? "the objects are applied"
                                : "ServiceAccount/sluice created\n"
                                        + "the API server knows no ServiceMonitor of"
                                        + " monitoring.coreos.com/v1: install what defines it, or"
                                        + " do not ask for it");
    }

    @Test
    @Conforms("A-180")
    void aChangeOfAdminChangesOneFile() {
        api.apply(Resources.with(ADMIN));
        pass();
        Map<String, JsonNode> before = api.objects();

        api.apply(
                Resources.with(
                        ADMIN, "admin: {users: [{id: '2', firstName: a, lastName: b, email: c}]}"));
        pass();

        assertThat(difference(before, api.objects()))
                .containsExactly(Map.entry("ConfigMap/sluice-admin", "~"));
        assertThat(log()).isEqualTo("ConfigMap/sluice-admin changed");
        assertThat(api.object("ConfigMap/sluice-admin").at("/data/admin.yaml").asText())
                .contains("\"2\"")
                .doesNotContain("Lovelace");
    }

    @Test
    @Conforms("A-186")
    void conditionsFollowTheTable() {
        api.apply(Resources.with(ADMIN));
        pass();
        Condition reconciled = condition(Condition.RECONCILIER);
        Condition ready = condition(Condition.READY);
        assertThat(reconciled.reason()).isEqualTo("Succeeded");
        assertThat(reconciled.status()).isEqualTo("True");
        assertThat(reconciled.lastTransitionTime()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(ready.status()).isEqualTo("True");
        assertThat(ready.reason()).isEqualTo("JobCompletedSuccessfully");
        assertThat(ready.observedGeneration())
                .isEqualTo(api.get(NAME).getMetadata().getGeneration());

        clock.advance(Duration.ofMinutes(1));
        api.apply(Resources.with(ADMIN, "resources: {router: {requests: {replicas: 2}}}"));
        pass();
        assertThat(condition(Condition.READY).lastTransitionTime())
                .as("still ready, so no transition")
                .isEqualTo("2026-03-01T12:00:00Z");
        assertThat(condition(Condition.READY).observedGeneration())
                .isGreaterThan(Objects.requireNonNull(ready.observedGeneration()));

        clock.advance(Duration.ofMinutes(1));
        api.apply(Resources.with(ADMIN, "admin: {jwksEndpoint: 'https://['}"));
        assertThat(pass()).as("only a change helps").isNull();
        assertThat(condition(Condition.RECONCILIER).status()).isEqualTo("False");
        assertThat(condition(Condition.RECONCILIER).reason()).isEqualTo("Failed");
        assertThat(condition(Condition.READY).status()).isEqualTo("False");
        assertThat(condition(Condition.READY).reason()).isEqualTo("Failed");
        assertThat(condition(Condition.READY).lastTransitionTime())
                .isEqualTo("2026-03-01T12:02:00Z");
        assertThat(condition(Condition.READY).message())
                .isEqualTo(
                        "Cannot launch installation job: admin.jwksEndpoint must be an absolute"
                                + " http or https URL without user and fragment");
    }

    @Test
    @Conforms("A-186")
    void whileASpecIsWorkedOnReadyStaysAsItWas() {
        AppInstanceStatus ready =
                new Conditions(AppInstanceStatus.NONE, 1L, clock, null).succeeded(Map.of(), 1);

        AppInstanceStatus started = new Conditions(ready, 2L, clock, null).started();

        Condition reconciled = Objects.requireNonNull(started.find(Condition.RECONCILIER));
        assertThat(reconciled.status()).isEqualTo("False");
        assertThat(reconciled.reason()).isEqualTo("ExpandingTemplate");
        assertThat(started.find(Condition.READY)).isEqualTo(ready.find(Condition.READY));
        assertThat(new Conditions(AppInstanceStatus.NONE, 1L, clock, null).started().conditions())
                .hasSize(1);
    }

    @Test
    @Conforms("A-186")
    void anObjectThatIsRefusedIsToldWithFirstAndLastLine() {
        api.apply(Resources.with(ADMIN));
        Deployment other = api.client().resource(OTHER_PODS).inNamespace(api.namespace()).create();

        assertThat(pass()).isEqualTo(Duration.ofSeconds(60));

        assertThat(condition(Condition.RECONCILIER).status()).isEqualTo("True");
        assertThat(condition(Condition.RECONCILIER).reason()).isEqualTo("Failed");
        assertThat(condition(Condition.READY).reason()).isEqualTo("JobFailed");
        assertThat(condition(Condition.READY).message())
                .startsWith("ServiceAccount/sluice created\n")
                .contains("token-management")
                .contains("field is immutable");
        assertThat(log()).contains("Deployment/token-management could not be applied");

        api.client().resource(other).delete();
        assertThat(pass()).isNull();
        assertThat(condition(Condition.READY).status()).isEqualTo("True");
    }

    @Test
    void whatHasNoEffectIsTold() {
        api.apply(
                Resources.with(
                        ADMIN,
                        "components: {granite: {log: {filters: [info]}}, querier: {log: {filters: [info]}}}",
                        "resources: {prometheus: {limits: {cpu: 1}}, querier: {limits: {cpu: 1}}}",
                        "observability: {retention: 12h}",
                        "featureFlags: [grafana, noPrometheus]"));
        pass();
        assertThat(status().conditions())
                .extracting(Condition::type)
                .containsExactly(Condition.RECONCILIER, Condition.WITHOUT_EFFECT, Condition.READY);
        assertThat(condition(Condition.WITHOUT_EFFECT).status()).isEqualTo("True");
        assertThat(condition(Condition.WITHOUT_EFFECT).message())
                .isEqualTo(
                        "nothing follows from components.granite, components.querier.log.filters,"
                                + " featureFlags: grafana, monitoringStorage,"
                                + " observability.retention, resources.prometheus");

        api.apply(Resources.with(ADMIN, "admin: {jwksEndpoint: 'https://['}"));
        pass();
        assertThat(condition(Condition.WITHOUT_EFFECT).message())
                .as("of what was read last")
                .contains("components.granite");

        api.apply(Resources.with(ADMIN));
        pass();
        assertThat(condition(Condition.WITHOUT_EFFECT).message())
                .isEqualTo("nothing follows from monitoringStorage");
    }

    /// One process keeps its catalog in its volume and has the ingester's size.
    @Test
    void whatOneProcessDoesNotUseIsTold() {
        api.apply(
                Resources.with(
                        ADMIN,
                        "admin: {dsn: {value: postgres://a}}",
                        "resources: {querier: {limits: {cpu: 1}}, ingester: {limits: {cpu: 1}}}",
                        "featureFlags: [singleProcess]"));
        pass();

        assertThat(condition(Condition.WITHOUT_EFFECT).message())
                .isEqualTo(
                        "nothing follows from admin.dsn, catalog.dsn, monitoringStorage,"
                                + " resources.querier");
    }

    @Test
    @Conforms("A-187")
    void pauseLeavesEverythingAsItIs() {
        api.apply(Resources.with(ADMIN));
        pass();
        AppInstance paused = Resources.with("resources: {router: {requests: {replicas: 9}}}");
        ((ObjectNode) paused.getSpec()).put("pause", true);
        api.apply(paused);
        scale("global-router", 0);
        Map<String, JsonNode> before = api.objects();
        AppInstanceStatus status = status();

        assertThat(pass()).isNull();
        assertThat(difference(before, api.objects())).isEmpty();
        assertThat(status()).isEqualTo(status);

        ((ObjectNode) paused.getSpec()).put("pause", false);
        api.apply(paused);
        pass();
        assertThat(api.object("Deployment/global-router").at("/spec/replicas").asInt())
                .isEqualTo(9);
    }

    /// Admin.md 6.8: what a restore scales down stays down until it is over.
    @Test
    void aRestoreScalesDownUnderPauseAndUpAfterwards() {
        api.apply(Resources.with(ADMIN));
        pass();
        AppInstance instance = Resources.with(ADMIN);
        ((ObjectNode) instance.getSpec()).put("pause", true);
        api.apply(instance);
        for (String name : List.of("global-gc", "global-router", "iox-shared-querier")) {
            scale(name, 0);
            pass();
        }
        for (String name :
                List.of("iox-shared-compactor", "iox-shared-ingester", "iox-shared-catalog")) {
            scaleToNone(name);
            pass();
        }
        assertThat(replicas()).containsOnly(Map.entry("Deployment/token-management", 1));

        ((ObjectNode) instance.getSpec()).put("pause", false);
        api.apply(instance);
        pass();

        assertThat(replicas())
                .containsEntry("Deployment/global-gc", 1)
                .containsEntry("Deployment/global-router", 3)
                .containsEntry("Deployment/iox-shared-querier", 3)
                .containsEntry("StatefulSet/iox-shared-compactor", 1)
                .containsEntry("StatefulSet/iox-shared-ingester", 3)
                .containsEntry("StatefulSet/iox-shared-catalog", 3);
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

    private void scaleToNone(String statefulSet) {
        api.client()
                .apps()
                .statefulSets()
                .inNamespace(api.namespace())
                .withName(statefulSet)
                .edit(there -> {
                    there.getSpec().setReplicas(0);
                    return there;
                });
    }

    @Test
    @Conforms("A-188")
    void whatIsNoLongerRenderedGoesAndWhatOthersAddedStays() {
        api.apply(Resources.with(ADMIN, "ingress: {hosts: [db.example], tlsSecretName: tls}"));
        pass();
        Deployment router =
                api.client()
                        .apps()
                        .deployments()
                        .inNamespace(api.namespace())
                        .withName("global-router")
                        .edit(there -> {
                            there.getMetadata().getLabels().put("team", "plant");
                            there.getMetadata().setAnnotations(Map.of("note", "by hand"));
                            return there;
                        });
        assertThat(router.getMetadata().getLabels()).containsEntry("team", "plant");
        Map<String, JsonNode> before = api.objects();

        api.apply(Resources.with(ADMIN, "resources: {router: {requests: {replicas: 1}}}"));
        pass();

        assertThat(difference(before, api.objects()))
                .containsOnlyKeys(
                        "Ingress/sluice-http",
                        "Ingress/sluice-grpc",
                        "PodDisruptionBudget/global-router",
                        "Deployment/global-router")
                .containsEntry("Ingress/sluice-http", "-")
                .containsEntry("PodDisruptionBudget/global-router", "-")
                .containsEntry("Deployment/global-router", "~");
        JsonNode metadata = api.object("Deployment/global-router").get("metadata");
        assertThat(metadata.at("/labels/team").asText()).isEqualTo("plant");
        assertThat(metadata.at("/annotations/note").asText()).isEqualTo("by hand");
    }

    @Test
    void whatSomebodyChangedIsSetAgain() {
        api.apply(Resources.with(ADMIN));
        pass();
        scale("global-router", 0);

        pass();

        assertThat(log()).isEqualTo("Deployment/global-router changed");
        assertThat(api.object("Deployment/global-router").at("/spec/replicas").asInt())
                .isEqualTo(3);
    }

    @Test
    void whatAnotherAppInstanceHasIsNotTaken() {
        api.apply(Resources.with(ADMIN));
        pass();
        AppInstance second = Resources.with(ADMIN);
        second.getMetadata().setName("second");
        api.apply(second);
        Map<String, JsonNode> before = api.objects();

        assertThat(reconciler.pass(api.get("second"))).isEqualTo(Reconciliation.RETRY_AFTER);

        assertThat(difference(before, api.objects())).isEmpty();
        assertThat(
                        Objects.requireNonNull(
                                        Objects.requireNonNull(api.get("second").getStatus())
                                                .find(Condition.READY))
                                .message())
                .contains("belongs to another AppInstance: a namespace has room for one");
    }

    @Test
    void anotherImageMakesOtherJobs() {
        api.apply(Resources.with(ADMIN));
        pass();

        api.apply(Resources.with(ADMIN, "images: {registryOverride: registry.example}"));

        assertThat(pass()).isNull();
        assertThat(condition(Condition.READY).status()).isEqualTo("True");
        assertThat(log().lines().filter(line -> line.startsWith("Job/key-gen-")))
                .hasSize(2)
                .anyMatch(line -> line.endsWith(" created"))
                .anyMatch(line -> line.endsWith(" deleted"));
    }

    @Test
    void everyMistakeOfAdminIsToldAndNothingChanges() {
        api.apply(Resources.with(ADMIN));
        pass();
        Map<String, JsonNode> before = api.objects();

        api.apply(Resources.with(ADMIN, "admin: {jwksEndpoint: 'https://[', issuer: {a: b}}"));
        pass();

        assertThat(difference(before, api.objects())).isEmpty();
        assertThat(condition(Condition.READY).message())
                .contains("admin.jwksEndpoint must be")
                .contains("admin.issuer must be");
    }

    @Test
    void aVariableThatTheServerWouldRefuseIsToldBefore() {
        api.apply(
                Resources.with(
                        "components: {garbage-collector: {template: {containers: {iox: {env:"
                                + " {INFLUXDB_IOX_GC_PARQUETFILE_CUTOFF: 1h}}}}}}"));
        pass();

        assertThat(condition(Condition.READY).message())
                .startsWith("Cannot launch installation job: INFLUXDB_IOX_GC_PARQUETFILE_CUTOFF");
    }
}
