// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.operator.appinstance.AppInstance;
import dev.sluice.operator.appinstance.Condition;
import dev.sluice.operator.kubernetes.ApiServer;
import dev.sluice.operator.reconcile.AppInstanceReconciler;
import dev.sluice.operator.reconcile.SeenPasses;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.MovingClock;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The operator as the chart installs it: with the account and the rights of the chart, and no
/// others.
final class OperatorWithRightsTest {
    /// A test that has to wait this long has failed.
    private static final long PATIENCE_SECONDS = 120;

    private static final String NAME = "influxdb";
    private static final String ACCOUNT = "influxdb-operator";
    private static final String VALUES =
            """
            catalog: {dsn: {SecretName: catalog, SecretKey: dsn}}
            objectStore: {bucket: plant, s3: {region: eu-central-1}}
            admin: {enabled: false}
            imagePullSecrets: []
            """;

    @TempDir private Path directory;
    private final ApiServer api = ApiServer.start();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        api.close();
    }

    /// `helm install`, but for the AppInstance.
    private void install(String values) {
        for (JsonNode object : new Chart(directory, api.namespace()).objects(values)) {
            if (!object.get("kind").asText().equals(AppInstance.KIND)) {
                api.client()
                        .resource(
                                Serialization.unmarshal(
                                        object.toString(), GenericKubernetesResource.class))
                        .create();
            }
        }
    }

    private KubernetesClient as(String account) {
        KubernetesClient client = api.connectAs(account);
        open.add(client);
        return client;
    }

    private void start(RunCommand.Source source) {
        open.add(
                RunningOperator.start(
                        as(ACCOUNT),
                        source,
                        api.namespace(),
                        "sluice-operator:0.1.0",
                        MovingClock.create(),
                        new SeenPasses()));
    }

    private AppInstance applied(AppInstance instance) {
        Long generation = api.apply(instance).getMetadata().getGeneration();
        return api.client()
                .resources(AppInstance.class)
                .inNamespace(api.namespace())
                .withName(NAME)
                .waitUntilCondition(
                        there -> isDone(there, generation), PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /// Also when it failed, so that the reason is seen.
    private static boolean isDone(AppInstance instance, Long generation) {
        Condition ready =
                instance.getStatus() == null ? null : instance.getStatus().find(Condition.READY);
        return ready != null && generation.equals(ready.observedGeneration());
    }

    private static Condition ready(AppInstance instance) {
        return Objects.requireNonNull(
                Objects.requireNonNull(instance.getStatus()).find(Condition.READY));
    }

    @Test
    @Conforms("A-189")
    void doesAllThatItDoes() {
        api.defineKindsOfOthers();
        install(VALUES);
        start(RunCommand.Source.APPINSTANCES);
        AppInstance instance = Resources.with(Resources.EVERYTHING);
        instance.getMetadata().setFinalizers(List.of(AppInstanceReconciler.FINALIZER));

        assertThat(ready(applied(instance)).message()).isEqualTo("the objects are applied");
        assertThat(api.objects())
                .containsKeys(
                        "Ingress/sluice-http",
                        "ServiceMonitor/sluice",
                        "Role/sluice-token-jobs",
                        "Deployment/iox-shared-querier",
                        "Secret/sluice-credentials");
        assertThat(api.object("ServiceMonitor/sluice").at("/spec/endpoints/0/interval").asText())
                .isEqualTo("15s");

        AppInstance less =
                Resources.with("ingesterStorage: {storage: 10Gi, storageClassName: fast}");
        less.getMetadata().setFinalizers(List.of(AppInstanceReconciler.FINALIZER));
        assertThat(ready(applied(less)).message()).isEqualTo("the objects are applied");
        assertThat(api.objects())
                .containsKey("StatefulSet/iox-shared-ingester")
                .doesNotContainKeys(
                        "Ingress/sluice-http",
                        "ServiceMonitor/sluice",
                        "Deployment/iox-shared-querier");

        deleteAJobAndAwaitAnother();
        api.client().resource(api.get(NAME)).delete();
        var _ =
                api.client()
                        .resources(AppInstance.class)
                        .inNamespace(api.namespace())
                        .withName(NAME)
                        .waitUntilCondition(Objects::isNull, PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(api.objects().keySet()).noneMatch(name -> name.contains("iox-"));
    }

    private void deleteAJobAndAwaitAnother() {
        var jobs = api.client().batch().v1().jobs().inNamespace(api.namespace());
        Job before = jobs.list().getItems().getFirst();
        api.client().resource(before).delete();
        var _ =
                jobs.withName(before.getMetadata().getName())
                        .waitUntilCondition(
                                job ->
                                        job != null
                                                && !job.getMetadata()
                                                        .getUid()
                                                        .equals(before.getMetadata().getUid()),
                                PATIENCE_SECONDS,
                                TimeUnit.SECONDS);
    }

    @Test
    @Conforms("A-183")
    void followsTheConfigMapWithFewerRights() {
        install(VALUES + "kubitSingleNamespace: true\n");
        start(RunCommand.Source.CONFIGMAP);

        var _ =
                api.client()
                        .apps()
                        .statefulSets()
                        .inNamespace(api.namespace())
                        .withName("iox-shared-ingester")
                        .waitUntilCondition(Objects::nonNull, PATIENCE_SECONDS, TimeUnit.SECONDS);
        KubernetesClient operator = as(ACCOUNT);
        assertRefused(
                () -> operator.resources(AppInstance.class).inNamespace(api.namespace()).list());
    }

    /// By a watch of that one Secret, so that it is noticed at once.
    @ParameterizedTest
    @EnumSource(RunCommand.Source.class)
    void noticesThatASecretWasEditedThatHoldsAValue(RunCommand.Source source) {
        boolean maps = source == RunCommand.Source.CONFIGMAP;
        install(VALUES + "kubitSingleNamespace: " + maps + "\n");
        setPassword("hunter2");
        start(source);
        if (!maps) {
            var _ = applied(Resources.with());
        }
        await(
                api.client()
                        .secrets()
                        .inNamespace(api.namespace())
                        .withName("sluice-value-changes"),
                Objects::nonNull);

        setPassword("hunter3");

        await(
                api.client()
                        .apps()
                        .statefulSets()
                        .inNamespace(api.namespace())
                        .withName("iox-shared-ingester"),
                set ->
                        set != null
                                && "INFLUXDB_IOX_CATALOG_DSN=1"
                                        .equals(
                                                set.getSpec()
                                                        .getTemplate()
                                                        .getMetadata()
                                                        .getAnnotations()
                                                        .get("sluice.dev/credentials")));
    }

    private void setPassword(String password) {
        api.client()
                .resource(
                        new SecretBuilder()
                                .withNewMetadata()
                                .withNamespace(api.namespace())
                                .withName("catalog")
                                .endMetadata()
                                .addToData(
                                        "dsn",
                                        Base64.getEncoder()
                                                .encodeToString(
                                                        ("postgres://a:" + password + "@b/c")
                                                                .getBytes(StandardCharsets.UTF_8)))
                                .build())
                .forceConflicts()
                .serverSideApply();
    }

    private static <R> void await(Resource<R> resource, Predicate<@Nullable R> condition) {
        var _ = resource.waitUntilCondition(condition, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void mayNothingElse() {
        install(VALUES);
        KubernetesClient operator = as(ACCOUNT);

        assertThat(operator.secrets().inNamespace(api.namespace()).list().getItems()).isEmpty();
        assertRefused(() -> operator.pods().inNamespace(api.namespace()).list());
        assertRefused(() -> operator.secrets().inNamespace("kube-system").list());
        assertRefused(() -> operator.secrets().inAnyNamespace().list());
        assertRefused(() -> operator.namespaces().list());
        assertRefused(() -> operator.apiextensions().v1().customResourceDefinitions().list());
        assertRefused(() -> operator.resource(unowned()).inNamespace(api.namespace()).create());
    }

    /// An AppInstance is made by persons.
    private static AppInstance unowned() {
        AppInstance instance = Resources.with();
        instance.getMetadata().setNamespace(null);
        return instance;
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo(403));
    }
}
