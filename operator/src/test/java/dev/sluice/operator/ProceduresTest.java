// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.AdminConfig;
import dev.sluice.config.AdminUser;
import dev.sluice.config.ConfigLoading;
import dev.sluice.config.ConfigSource;
import dev.sluice.config.ServerConfig;
import dev.sluice.config.UserGroup;
import dev.sluice.operator.appinstance.AppInstance;
import dev.sluice.operator.appinstance.Condition;
import dev.sluice.operator.kubernetes.ApiServer;
import dev.sluice.operator.reconcile.SeenPasses;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.MovingClock;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The documented procedures, with `kubectl` and `helm` played as calls of the API. What servers
/// would get is loaded by the server's own loader.
final class ProceduresTest {
    /// A test that has to wait this long has failed.
    private static final long PATIENCE_SECONDS = 120;

    private static final String NAME = "influxdb";
    private static final String SERVER = "StatefulSet/iox-shared-ingester";
    private static final String STANDBY = "Deployment/iox-shared-ingester-standby-";
    private static final String QUERIERS = "Deployment/iox-shared-querier";
    private static final String NUMBER = "resources: {%s: {requests: {replicas: %d}}}";
    private static final String ADMIN =
            """
            admin:
              identityProvider: keycloak
              jwksEndpoint: https://id.example/realms/plant/protocol/openid-connect/certs
              users:
                - {id: "1", firstName: Ada, lastName: Lovelace, email: ada@example.com}
            """;
    private static final String ADDED =
            """
            admin:
              users:
                - {id: "1", firstName: Ada, lastName: Lovelace, email: ada@example.com}
                - {id: "2", firstName: Marty, lastName: McFly, email: m@example.com, userGroups: [Auditor]}
            """;

    @TempDir private Path directory;
    private final ApiServer api = ApiServer.start();
    private final RunningOperator operator =
            RunningOperator.start(
                    api.client(),
                    RunCommand.Source.APPINSTANCES,
                    api.namespace(),
                    "sluice-operator:0.1.0",
                    MovingClock.create(),
                    new SeenPasses());

    @BeforeEach
    void install() {
        kubectlApply(Resources.with(ADMIN));
    }

    @AfterEach
    void stop() {
        operator.close();
        api.close();
    }

    /// Applies, and waits until the operator has told that it is done.
    private AppInstance kubectlApply(AppInstance instance) {
        Long generation = api.apply(instance).getMetadata().getGeneration();
        return api.client()
                .resources(AppInstance.class)
                .inNamespace(api.namespace())
                .withName(NAME)
                .waitUntilCondition(
                        there -> isReady(there, generation), PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static boolean isReady(AppInstance instance, Long generation) {
        Condition ready =
                instance.getStatus() == null ? null : instance.getStatus().find(Condition.READY);
        return ready != null
                && ready.status().equals("True")
                && generation.equals(ready.observedGeneration());
    }

    private String data(String map, String key) {
        ConfigMap found =
                api.client().configMaps().inNamespace(api.namespace()).withName(map).require();
        return Objects.requireNonNull(found.getData().get(key));
    }

    private ServerConfig server() {
        return server("sluice-settings");
    }

    private ServerConfig server(String map) {
        try {
            Path settings = directory.resolve("settings.yaml");
            Path admin = directory.resolve("admin.yaml");
            Files.writeString(settings, data(map, "settings.yaml"));
            Files.writeString(admin, data("sluice-admin", "admin.yaml"));
            ConfigLoading loading = new ConfigSource(settings, admin, Map.of(), Map.of()).load();
            assertThat(loading).isInstanceOf(ConfigLoading.Loaded.class);
            return ((ConfigLoading.Loaded) loading).config();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private AdminConfig admin() {
        return Objects.requireNonNull(server().admin());
    }

    private JsonNode pods(String name) {
        return api.object(name).at("/spec/template");
    }

    private String lastLog(AppInstance instance) {
        return Objects.requireNonNull(
                Objects.requireNonNull(instance.getStatus()).lastLogs().get("apply-manifests"));
    }

    @Test
    @Conforms("A-180")
    void addAndRemoveAUserByKubectl() {
        assertThat(admin().users()).extracting(AdminUser::id).containsExactly("1");
        JsonNode pods = pods(SERVER);

        AppInstance applied = kubectlApply(Resources.with(ADMIN, ADDED));
        assertThat(admin().users()).extracting(AdminUser::id).containsExactly("1", "2");
        assertThat(admin().users().getLast().groups()).containsExactly(UserGroup.AUDITOR);
        assertThat(lastLog(applied)).isEqualTo("ConfigMap/sluice-admin changed");

        kubectlApply(Resources.with(ADMIN));
        assertThat(admin().users()).extracting(AdminUser::id).containsExactly("1");
        kubectlApply(Resources.with());
        assertThat(server().admin()).isNull();
        assertThat(pods(SERVER)).isEqualTo(pods);
    }

    @Test
    @Conforms("A-181")
    void addAUserAndChangeTheProviderByHelm() {
        String values =
                """
                catalog: {dsn: {SecretName: catalog, SecretKey: dsn}}
                objectStore: {bucket: plant, s3: {region: eu-central-1}}
                imagePullSecrets: []
                """
                        + ADMIN
                        + "  dsn: {valueFrom: {secretKeyRef: {name: catalog, key: dsn}}}\n";
        helmUpgrade(values);
        assertThat(admin().users()).hasSize(1);

        helmUpgrade(
                values.replace(
                        "  users:\n",
                        "  users:\n    - {id: x, firstName: a, lastName: b, email: c}\n"));
        assertThat(admin().users()).extracting(AdminUser::id).containsExactly("x", "1");

        helmUpgrade(
                values.replace("keycloak", "auth0")
                        .replaceFirst(
                                "https://id.example/\\S*",
                                "https://plant.auth0.com/.well-known/openid-configuration"));
        assertThat(admin().identityProvider()).isEqualTo("auth0");
        assertThat(admin().jwksEndpoint().getHost()).isEqualTo("plant.auth0.com");
    }

    private void helmUpgrade(String values) {
        kubectlApply(
                new Chart(directory, api.namespace())
                        .object("AppInstance", AppInstance.class, values));
    }

    @Test
    void changeTheProvider() {
        kubectlApply(
                Resources.with(
                        ADMIN,
                        "admin: {identityProvider: azure, jwksEndpoint:"
                                + " 'https://login.microsoftonline.com/plant.example/discovery/v2.0/keys'}"));

        assertThat(admin().identityProvider()).isEqualTo("azure");
        assertThat(admin().jwksEndpoint().getPath())
                .isEqualTo("/plant.example/discovery/v2.0/keys");
    }

    /// The command of the how-to, letter for letter: the profile follows the AppInstance, and no
    /// pod starts again for it.
    @Test
    void copyTheProfileOfInfluxctl() throws IOException {
        Matcher command =
                Pattern.compile(
                                "kubectl get configmap (?<map>\\S+) --namespace influxdb"
                                        + " --output jsonpath='\\{\\.data\\.(?<key>\\S+)}'")
                        .matcher(
                                Files.readString(
                                        Path.of("..", "docs", "how-to", "set-up-sign-in.md")));
        assertThat(command.find()).isTrue();
        String map = command.group("map");
        String key = command.group("key").replace("\\.", ".");
        assertThat(data(map, key))
                .contains("https://id.example/realms/plant/protocol/openid-connect/token");
        JsonNode pods = pods(SERVER);

        AppInstance applied =
                kubectlApply(
                        Resources.with(
                                ADMIN, "admin: {issuer: 'https://plant.example/realms/plant'}"));

        assertThat(data(map, key))
                .contains("https://plant.example/realms/plant/protocol/openid-connect/token");
        assertThat(lastLog(applied).lines())
                .containsExactly("ConfigMap/sluice-admin changed", "ConfigMap/influxctl changed");
        assertThat(pods(SERVER)).isEqualTo(pods);
    }

    /// Admin.md 2.4: the Secrets are deleted, then the jobs, which the operator makes again.
    @Test
    void revokeAndRefreshTheAdminToken() throws IOException {
        PlayedJobs jobs = new PlayedJobs(api, directory);
        assertThat(jobs.keyGen()).isEqualTo("made the Secret rsa-keys\n");
        assertThat(jobs.createAdminToken(server().sluice().access()))
                .isEqualTo("made the Secret admin-token\n");
        String key = text(jobs.secret("rsa-keys"), "id").strip();
        String token = text(jobs.secret("admin-token"), "token");
        assertThat(part(token, 0)).contains("\"kid\":\"" + key + "\"");
        assertThat(part(token, 1))
                .contains("\"aud\":\"" + api.get(NAME).getMetadata().getUid() + "\"");

        for (String name : List.of("rsa-keys", "admin-token")) {
            api.client().secrets().inNamespace(api.namespace()).withName(name).delete();
        }
        deleteJobsAndAwaitOthers();
        jobs.keyGen();
        jobs.createAdminToken(server().sluice().access());

        assertThat(text(jobs.secret("rsa-keys"), "id").strip()).isNotEqualTo(key);
        assertThat(part(text(jobs.secret("admin-token"), "token"), 0)).doesNotContain(key);
        assertThat(jobs.secret("rsa-keys").getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner ->
                        assertThat(owner.getUid()).isEqualTo(api.get(NAME).getMetadata().getUid()));
    }

    /// The key pair alone was lost: the job that makes the token has the right to replace it.
    @Test
    void aTokenOfAKeyThatIsGoneIsReplaced() throws IOException {
        PlayedJobs jobs = new PlayedJobs(api, directory);
        jobs.keyGen();
        jobs.createAdminToken(server().sluice().access());
        String before = text(jobs.secret("admin-token"), "token");

        api.client().secrets().inNamespace(api.namespace()).withName("rsa-keys").delete();
        jobs.keyGen();

        assertThat(jobs.createAdminToken(server().sluice().access()))
                .isEqualTo("replaced the Secret admin-token\n");
        assertThat(text(jobs.secret("admin-token"), "token")).isNotEqualTo(before);
    }

    private void deleteJobsAndAwaitOthers() {
        var jobs = api.client().batch().v1().jobs().inNamespace(api.namespace());
        for (var job : jobs.list().getItems()) {
            jobs.withName(job.getMetadata().getName()).delete();
            var _ =
                    jobs.withName(job.getMetadata().getName())
                            .waitUntilCondition(
                                    there ->
                                            there != null
                                                    && !there.getMetadata()
                                                            .getUid()
                                                            .equals(job.getMetadata().getUid()),
                                    PATIENCE_SECONDS,
                                    TimeUnit.SECONDS);
        }
    }

    /// The end of it, where administration has pods of its own: they and no others are deleted, and
    /// the new ones have the new pair.
    @Test
    void revokeTheAdminTokenOfAdministrationWithPodsOfItsOwn() throws IOException {
        kubectlApply(Resources.with(ADMIN, NUMBER.formatted("granite", 3)));
        PlayedJobs jobs = new PlayedJobs(api, directory);
        jobs.keyGen();
        JsonNode spec = pods("Deployment/token-management").get("spec");
        ServerConfig server = server("sluice-token-management-settings");

        assertThat(
                        spec.get("volumes")
                                .valueStream()
                                .filter(volume -> volume.get("name").asText().equals("keys"))
                                .map(volume -> volume.at("/secret/secretName").asText()))
                .containsExactly("rsa-keys");
        assertThat(
                        spec.at("/containers/0/volumeMounts")
                                .valueStream()
                                .filter(mount -> mount.get("name").asText().equals("keys"))
                                .map(mount -> Path.of(mount.get("mountPath").asText())))
                .containsExactly(Objects.requireNonNull(server.sluice().access().keyDirectory()));
        assertThat(String.valueOf(server.sluice().access().adminTokenAudience()))
                .isEqualTo(api.get(NAME).getMetadata().getUid());
        assertThat(Objects.requireNonNull(server.admin()).users()).hasSize(1);
        assertThat(
                        api.objects().keySet().stream()
                                .filter(name -> name.matches("(Deployment|StatefulSet)/.*"))
                                .filter(name ->
                                        pods(name)
                                                .at("/metadata/labels/app")
                                                .asText()
                                                .equals("token-management")))
                .containsExactly("Deployment/token-management");
    }

    private static String text(Secret secret, String key) {
        return new String(
                Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
    }

    private static String part(String document, int index) {
        String token =
                Serialization.unmarshal(document, JsonNode.class).get("access_token").asText();
        return new String(
                Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]),
                StandardCharsets.UTF_8);
    }

    private int replicas(String name) {
        return api.object(name).at("/spec/replicas").asInt();
    }

    /// Admin.md 6.8: the ingester is scaled vertically. Of several one works, and its log is in the
    /// bucket.
    @Test
    void scaleTheServer() {
        AppInstance applied =
                kubectlApply(
                        Resources.with(
                                ADMIN,
                                "resources: {ingester: {requests: {cpu: 8, replicas: 3}},"
                                        + " catalog: {requests: {replicas: 5}}}"));

        assertThat(pods(SERVER).at("/spec/containers/0/resources/requests/cpu").asText())
                .isEqualTo("8");
        assertThat(replicas(SERVER)).isEqualTo(1);
        assertThat(replicas(STANDBY + 2)).isEqualTo(1);
        assertThat(server().sluice().log().inBucket()).isTrue();
        assertThat(lastLog(applied).lines())
                .containsExactly(
                        "ConfigMap/sluice-settings changed",
                        SERVER + " changed",
                        STANDBY + "1 created",
                        STANDBY + "2 created");
        assertThat(Objects.requireNonNull(applied.getStatus()).find(Condition.WITHOUT_EFFECT))
                .extracting(condition -> Objects.requireNonNull(condition).message())
                .isEqualTo("nothing follows from monitoringStorage, resources.catalog");
    }

    /// One more or less who stands by starts no other pod again; with the last one gone everything
    /// is as it was before the first came.
    @Test
    void scaleWhoStandsBy() {
        JsonNode alone = pods(SERVER);
        String settings = data("sluice-settings", "settings.yaml");
        kubectlApply(Resources.with(ADMIN, NUMBER.formatted("ingester", 2)));
        JsonNode server = pods(SERVER);
        JsonNode standby = pods(STANDBY + 1);
        assertThat(server).as("its log goes into the bucket").isNotEqualTo(alone);

        AppInstance three = kubectlApply(Resources.with(ADMIN, NUMBER.formatted("ingester", 3)));
        assertThat(lastLog(three)).isEqualTo(STANDBY + "2 created");
        assertThat(pods(STANDBY + 1)).isEqualTo(standby);

        AppInstance one = kubectlApply(Resources.with(ADMIN, NUMBER.formatted("ingester", 1)));
        assertThat(lastLog(one).lines())
                .containsExactly(
                        "ConfigMap/sluice-settings changed",
                        SERVER + " changed",
                        STANDBY + "1 deleted",
                        STANDBY + "2 deleted");
        assertThat(pods(SERVER)).isEqualTo(alone);
        assertThat(data("sluice-settings", "settings.yaml")).isEqualTo(settings);
    }

    /// Admin.md 6.8: a component is scaled by `resources` alone.
    @Test
    void scaleAComponent() {
        String replicas = "resources: {querier: {requests: {replicas: %d}}}";
        JsonNode server = pods(SERVER);
        AppInstance one = kubectlApply(Resources.with(ADMIN, replicas.formatted(1)));
        JsonNode pods = pods(QUERIERS);
        assertThat(replicas(QUERIERS)).isEqualTo(1);
        assertThat(lastLog(one).lines())
                .containsExactlyInAnyOrder(
                        "ConfigMap/sluice-querier-settings created",
                        "Service/iox-shared-querier changed",
                        "Service/iox-shared-ingester-0 created",
                        "NetworkPolicy/sluice-doors changed",
                        "Deployment/iox-shared-querier created");
        assertThat(Objects.requireNonNull(one.getStatus()).find(Condition.WITHOUT_EFFECT))
                .extracting(condition -> Objects.requireNonNull(condition).message())
                .isEqualTo("nothing follows from monitoringStorage");

        AppInstance three = kubectlApply(Resources.with(ADMIN, replicas.formatted(3)));
        assertThat(replicas(QUERIERS)).isEqualTo(3);
        assertThat(pods(QUERIERS)).as("no pod starts again").isEqualTo(pods);
        assertThat(lastLog(three).lines())
                .containsExactlyInAnyOrder(
                        "PodDisruptionBudget/iox-shared-querier created",
                        "Deployment/iox-shared-querier changed");

        AppInstance none = kubectlApply(Resources.with(ADMIN));
        assertThat(api.objects().keySet().stream().filter(name -> name.startsWith("Deployment/")))
                .isEmpty();
        assertThat(lastLog(none).lines())
                .containsExactlyInAnyOrder(
                        "Service/iox-shared-querier changed",
                        "NetworkPolicy/sluice-doors changed",
                        "ConfigMap/sluice-querier-settings deleted",
                        "PodDisruptionBudget/iox-shared-querier deleted",
                        "Service/iox-shared-ingester-0 deleted",
                        "Deployment/iox-shared-querier deleted");
        assertThat(pods(SERVER)).as("the one process runs on").isEqualTo(server);
    }

    @ParameterizedTest
    @CsvSource({
        "granite, Deployment/token-management, ConfigMap/sluice-token-management-settings,"
                + " NetworkPolicy/sluice-doors changed, NetworkPolicy/sluice-doors changed",
        "router, Deployment/global-router, ConfigMap/sluice-router-settings,"
                + " NetworkPolicy/sluice-doors changed, NetworkPolicy/sluice-doors changed",
        "compactor, StatefulSet/iox-shared-compactor, ,"
                + " NetworkPolicy/sluice-watched created, NetworkPolicy/sluice-watched deleted",
        "garbage-collector, Deployment/global-gc, ,"
                + " NetworkPolicy/sluice-watched created, NetworkPolicy/sluice-watched deleted"
    })
    void scaleWhatHasPodsOfItsOwn(
            String component,
            String workload,
            @Nullable String map,
            String policyThen,
            String policyLater) {
        String name = workload.split("/", 2)[1];
        boolean asks = component.equals("router");
        JsonNode server = pods(SERVER);
        AppInstance one = kubectlApply(Resources.with(ADMIN, NUMBER.formatted(component, 1)));
        JsonNode pods = pods(workload);
        assertThat(replicas(workload)).isEqualTo(1);
        assertThat(lastLog(one).lines())
                .containsExactlyInAnyOrderElementsOf(
                        lines(
                                map == null ? null : map + " created",
                                asks ? "Service/iox-shared-ingester-0 created" : null,
                                "Service/" + name + " changed",
                                policyThen,
                                workload + " created"));

        if (!component.equals("garbage-collector")) {
            AppInstance three = kubectlApply(Resources.with(ADMIN, NUMBER.formatted(component, 3)));
            assertThat(replicas(workload)).isEqualTo(3);
            assertThat(pods(workload)).as("no pod starts again").isEqualTo(pods);
            assertThat(lastLog(three).lines())
                    .containsExactlyInAnyOrder(
                            "PodDisruptionBudget/" + name + " created", workload + " changed");
            kubectlApply(Resources.with(ADMIN, NUMBER.formatted(component, 1)));
        }

        AppInstance none = kubectlApply(Resources.with(ADMIN));
        assertThat(api.objects()).doesNotContainKey(workload);
        assertThat(lastLog(none).lines())
                .containsExactlyInAnyOrderElementsOf(
                        lines(
                                map == null ? null : map + " deleted",
                                asks ? "Service/iox-shared-ingester-0 deleted" : null,
                                "Service/" + name + " changed",
                                policyLater,
                                workload + " deleted"));
        assertThat(pods(SERVER)).as("the one process runs on").isEqualTo(server);
    }

    private static List<String> lines(@Nullable String... lines) {
        return Stream.of(lines).filter(Objects::nonNull).map(Objects::requireNonNull).toList();
    }

    @Test
    void useACertificateAuthorityOfOnesOwn() {
        api.client()
                .resource(
                        new ConfigMapBuilder()
                                .withNewMetadata()
                                .withNamespace(api.namespace())
                                .withName("custom-ca")
                                .endMetadata()
                                .addToData("certs.pem", "-----BEGIN CERTIFICATE-----")
                                .build())
                .create();
        kubectlApply(
                Resources.with(
                        ADMIN,
                        "egress: {customCertificates: {valueFrom: {configMapKeyRef:"
                                + " {name: custom-ca, key: certs.pem}}}}"));

        Path file = Objects.requireNonNull(server().sluice().egress().certificateFile());
        JsonNode spec = pods(SERVER).get("spec");
        String mount =
                spec.at("/containers/0/volumeMounts")
                        .valueStream()
                        .filter(each ->
                                each.get("mountPath")
                                        .asText()
                                        .equals(String.valueOf(file.getParent())))
                        .map(each -> each.get("name").asText())
                        .findFirst()
                        .orElseThrow();
        assertThat(spec.get("volumes").valueStream())
                .anyMatch(volume ->
                        volume.get("name").asText().equals(mount)
                                && volume.at("/configMap/name").asText().equals("custom-ca"));
        assertThat(file.getFileName()).hasToString("certs.pem");
    }

    @Test
    void replaceImages() {
        kubectlApply(
                Resources.with(
                        ADMIN,
                        "images: {registryOverride: registry.example,"
                                + " overrides: [{name: sluice, newFQIN: 'other.example/s:2'}]}"));
        assertThat(image()).isEqualTo("other.example/s:2");

        kubectlApply(Resources.with(ADMIN, "images: {registryOverride: registry.example}"));
        assertThat(image()).isEqualTo("registry.example/sluice:0.1.0");
        assertThat(api.objects().keySet().stream().filter(name -> name.startsWith("Job/")))
                .as("those of the other image are gone")
                .hasSize(2);
    }

    private String image() {
        return pods(SERVER).at("/spec/containers/0/image").asText();
    }
}
