// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.operator.appinstance.AppInstance;
import dev.sluice.operator.appinstance.AppInstanceStatus;
import dev.sluice.operator.appinstance.Condition;
import dev.sluice.operator.kubernetes.ApiServer;
import dev.sluice.operator.kubernetes.Cable;
import dev.sluice.operator.reconcile.AppInstanceReconciler;
import dev.sluice.operator.reconcile.SeenPasses;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.MovingClock;
import dev.sluice.testkit.Waiting;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The operator at work: what it follows, and what it mends by itself.
final class OperatorTest {
    /// A test that has to wait this long has failed.
    private static final long PATIENCE_SECONDS = 120;

    private static final String NAME = "influxdb";
    private static final String SERVER = "StatefulSet/iox-shared-ingester";
    private static final String SCALED = "resources: {ingester: {requests: {cpu: 7}}}";

    private final ApiServer api = ApiServer.start();
    private final SeenPasses seen = new SeenPasses();
    private @Nullable RunningOperator operator;

    @AfterEach
    void stop() {
        if (operator != null) {
            operator.close();
        }
        api.close();
    }

    private void start(RunCommand.Source source) {
        operator = start(api.client(), source);
    }

    private RunningOperator start(KubernetesClient client, RunCommand.Source source) {
        return RunningOperator.start(
                client,
                source,
                api.namespace(),
                "sluice-operator:0.1.0",
                MovingClock.create(),
                seen);
    }

    private static boolean isReady(@Nullable AppInstance instance) {
        return instance != null
                && isReady(instance.getStatus(), instance.getMetadata().getGeneration());
    }

    private static boolean isReady(@Nullable AppInstanceStatus status, @Nullable Long generation) {
        Condition ready = status == null ? null : status.find(Condition.READY);
        return ready != null
                && ready.status().equals("True")
                && (generation == null || generation.equals(ready.observedGeneration()));
    }

    private void awaitReady() {
        var _ =
                api.client()
                        .resources(AppInstance.class)
                        .inNamespace(api.namespace())
                        .withName(NAME)
                        .waitUntilCondition(
                                OperatorTest::isReady, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private Job job(String prefix) {
        List<Job> found =
                api.client().batch().v1().jobs().inNamespace(api.namespace()).list().getItems();
        return found.stream()
                .filter(job -> job.getMetadata().getName().startsWith(prefix))
                .findFirst()
                .orElseThrow();
    }

    private String cpu() {
        return api.object(SERVER)
                .at("/spec/template/spec/containers/0/resources/requests/cpu")
                .asText();
    }

    @Test
    void followsAnAppInstance() {
        start(RunCommand.Source.APPINSTANCES);
        api.apply(Resources.with());
        awaitReady();
        assertThat(api.objects()).containsKey(SERVER);

        api.apply(Resources.with(SCALED));
        awaitReady();

        assertThat(cpu()).isEqualTo("7");

        assertThat(seen.isAnything()).isTrue();
        api.client().resource(api.get(NAME)).delete();
        Waiting.until("the AppInstance is forgotten", () -> !seen.isAnything());
    }

    @Test
    void makesAJobAgainThatWasDeleted() {
        start(RunCommand.Source.APPINSTANCES);
        api.apply(Resources.with());
        awaitReady();
        Job before = job("key-gen");

        api.client().resource(before).delete();

        Job after =
                api.client()
                        .batch()
                        .v1()
                        .jobs()
                        .inNamespace(api.namespace())
                        .withName(before.getMetadata().getName())
                        .waitUntilCondition(
                                job ->
                                        job != null
                                                && !job.getMetadata()
                                                        .getUid()
                                                        .equals(before.getMetadata().getUid()),
                                PATIENCE_SECONDS,
                                TimeUnit.SECONDS);
        assertThat(after.getSpec().getTemplate().getSpec())
                .isEqualTo(before.getSpec().getTemplate().getSpec());
    }

    /// What happened while the server was out of reach is found when it is back.
    @Test
    void goesOnWhenTheServerIsBack() {
        try (Cable cable = api.cable();
                KubernetesClient client = api.connect(cable)) {
            operator = start(client, RunCommand.Source.APPINSTANCES);
            api.apply(Resources.with());
            awaitReady();

            cable.cut();
            api.apply(Resources.with(SCALED));
            api.client()
                    .configMaps()
                    .inNamespace(api.namespace())
                    .withName("sluice-settings")
                    .delete();
            cable.mend();

            awaitReady();
            assertThat(cpu()).isEqualTo("7");
            assertThat(api.objects()).containsKey("ConfigMap/sluice-settings");
            operator.close();
        }
    }

    @Test
    @Conforms("A-189")
    void cleansUpAndReleasesTheFinalizer() {
        start(RunCommand.Source.APPINSTANCES);
        AppInstance instance = Resources.with();
        instance.getMetadata().setFinalizers(List.of(AppInstanceReconciler.FINALIZER));
        api.apply(instance);
        awaitReady();
        assertThat(api.objects()).hasSizeGreaterThan(15);

        api.client()
                .resources(AppInstance.class)
                .inNamespace(api.namespace())
                .withName(NAME)
                .delete();

        var _ =
                api.client()
                        .resources(AppInstance.class)
                        .inNamespace(api.namespace())
                        .withName(NAME)
                        .waitUntilCondition(Objects::isNull, PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(api.objects().keySet())
                .noneMatch(name -> name.contains("iox-") || name.contains("/sluice-"));
    }

    @Test
    void addsNoFinalizerOfItsOwn() {
        start(RunCommand.Source.APPINSTANCES);
        api.apply(Resources.with());
        awaitReady();

        assertThat(api.get(NAME).getFinalizers()).isEmpty();
    }

    @Test
    void followsTheConfigMapAndTellsTheStatusInIt() {
        start(RunCommand.Source.CONFIGMAP);
        create(Resources.with());
        ConfigMap map = awaitMap();
        JsonNode owner = api.object(SERVER).at("/metadata/ownerReferences/0");
        assertThat(owner.get("kind").asText()).isEqualTo("ConfigMap");
        assertThat(owner.get("uid").asText()).isEqualTo(map.getMetadata().getUid());
        assertThat(api.object("ConfigMap/app-instance").at("/data/app-instance").asText())
                .contains("\"AppInstance\"");
    }

    /// `helm upgrade` changes the one key, and leaves the status alone.
    @Test
    void followsAChangeOfTheConfigMap() {
        start(RunCommand.Source.CONFIGMAP);
        create(Resources.with());
        assertThat(awaitMap().getData().get("status")).contains("JobCompletedSuccessfully");

        change(Serialization.asJson(Resources.with(SCALED)));

        var _ =
                api.client()
                        .apps()
                        .statefulSets()
                        .inNamespace(api.namespace())
                        .withName("iox-shared-ingester")
                        .waitUntilCondition(
                                set -> cpu(set).equals("7"), PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(awaitMap().getData()).containsOnlyKeys("app-instance", "status");
    }

    private static String cpu(StatefulSet set) {
        return String.valueOf(
                set.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getResources()
                        .getRequests()
                        .get("cpu"));
    }

    private void change(String instance) {
        var _ =
                api.client()
                        .configMaps()
                        .inNamespace(api.namespace())
                        .withName("app-instance")
                        .edit(map -> {
                            map.getData().put("app-instance", instance);
                            return map;
                        });
    }

    @Test
    void tellsAMistakeInTheConfigMap() {
        start(RunCommand.Source.CONFIGMAP);
        AppInstance instance = Resources.with();
        ((ObjectNode) instance.getSpec()).put("paus", true);
        create(instance);

        assertThat(awaitStatus("Failed").getData().get("status"))
                .contains("Cannot launch installation job: spec.paus is not a setting");
        assertThat(api.objects()).doesNotContainKey(SERVER);
    }

    @Test
    void tellsOfATextThatIsNotYaml() {
        start(RunCommand.Source.CONFIGMAP);
        AppInstance instance = Resources.with();
        create(instance);
        awaitMap();

        change("kind: AppInstance\nspec:\n\tpackage: {}\n");

        assertThat(awaitStatus("Failed").getData().get("status"))
                .contains("Cannot launch installation job: app-instance:3: the file is not YAML");
        assertThat(api.objects()).containsKey(SERVER);

        change(Serialization.asJson(instance));

        awaitMap();
    }

    private ConfigMap awaitStatus(String word) {
        return api.client()
                .configMaps()
                .inNamespace(api.namespace())
                .withName("app-instance")
                .waitUntilCondition(
                        map ->
                                map != null
                                        && map.getData().getOrDefault("status", "").contains(word),
                        PATIENCE_SECONDS,
                        TimeUnit.SECONDS);
    }

    private void create(AppInstance instance) {
        api.client()
                .resource(
                        new ConfigMapBuilder()
                                .withNewMetadata()
                                .withNamespace(api.namespace())
                                .withName("app-instance")
                                .endMetadata()
                                .addToData("app-instance", Serialization.asJson(instance))
                                .build())
                .create();
    }

    private ConfigMap awaitMap() {
        return api.client()
                .configMaps()
                .inNamespace(api.namespace())
                .withName("app-instance")
                .waitUntilCondition(
                        map -> {
                            String text = map == null ? null : map.getData().get("status");
                            return text != null
                                    && isReady(
                                            Serialization.unmarshal(text, AppInstanceStatus.class),
                                            null);
                        },
                        PATIENCE_SECONDS,
                        TimeUnit.SECONDS);
    }
}
