// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.operator.Resources;
import dev.sluice.operator.appinstance.AppInstance;
import dev.sluice.testkit.Conforms;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the pods of the servers are like, setting by setting.
final class PodsTest {
    private static final String QUERIER = "iox-shared-querier";
    private static final String INGESTER = "iox-shared-ingester";

    @TempDir private Path directory;

    private static JsonNode annotations(Rendered rendered) {
        return rendered.tree("StatefulSet", INGESTER).at("/spec/template/metadata/annotations");
    }

    @Test
    void whoAdministersStartsNoPodAgain() {
        String admin =
                """
                admin:
                  identityProvider: keycloak
                  jwksEndpoint: https://id.example/keys
                  users: [%s]
                """;
        Rendered none = Rendered.of(admin.formatted(""));
        Rendered one =
                Rendered.of(admin.formatted("{id: '1', firstName: a, lastName: b, email: c}"));

        assertThat(one.tree("ConfigMap", ServerFiles.ADMIN_MAP))
                .isNotEqualTo(none.tree("ConfigMap", ServerFiles.ADMIN_MAP));
        for (String name : one.names()) {
            String[] parts = name.split("/", 2);
            if (!parts[1].equals(ServerFiles.ADMIN_MAP)) {
                assertThat(one.tree(parts[0], parts[1])).isEqualTo(none.tree(parts[0], parts[1]));
            }
        }
    }

    @Test
    void whatNeedsARestartStartsPodsAgainAndNothingElseDoes() {
        JsonNode plain = annotations(Rendered.of());

        assertThat(annotations(Rendered.of("sluice: {query: {threads: 2}}"))).isNotEqualTo(plain);
        assertThat(annotations(Rendered.of("objectStore: {bucket: other}"))).isNotEqualTo(plain);
        assertThat(
                        annotations(
                                Rendered.of(
                                        "sluice: {access: {clockSkewSeconds: 1,"
                                                + " adminTokenDataAccess: false}}")))
                .isEqualTo(plain);
    }

    /// What has nothing to do with files has no key to them, and does not start again for one.
    @Test
    void aChangedValueStartsThosePodsAgainThatHaveIt() {
        String store =
                "objectStore: {s3: {accessKey: {value: a}, secretKey: {valueFrom: {secretKeyRef:"
                        + " {name: s3, key: secret}}}}}";
        AppInstance instance = Resources.with(store, Resources.ROLES);
        Rendered before = Rendered.of(instance);
        Rendered key = Rendered.of(instance, changed("AWS_SECRET_ACCESS_KEY"));
        Rendered address = Rendered.of(instance, changed("INFLUXDB_IOX_CATALOG_DSN"));

        assertThat(startAgain(before, key))
                .containsExactlyInAnyOrder(
                        "StatefulSet/iox-shared-ingester",
                        "Deployment/iox-shared-ingester-standby-1",
                        "Deployment/iox-shared-querier",
                        "StatefulSet/iox-shared-compactor",
                        "Deployment/global-gc");
        assertThat(startAgain(before, address)).containsAll(startAgain(before, key)).hasSize(7);
        assertThat(annotations(key).get("sluice.dev/credentials").asText())
                .isEqualTo("AWS_SECRET_ACCESS_KEY=2");
        assertThat(startAgain(before, Rendered.of(instance, changed("AZURE_STORAGE_KEY"))))
                .isEmpty();
    }

    private static ValueChanges changed(String variable) {
        return new ValueChanges(Map.of(variable, new ValueChanges.Seen("fingerprint", 2)));
    }

    private static List<String> startAgain(Rendered before, Rendered now) {
        return now.names().stream()
                .filter(name -> name.matches("(Deployment|StatefulSet)/.*"))
                .filter(name -> !template(name, before).equals(template(name, now)))
                .toList();
    }

    private static JsonNode template(String name, Rendered rendered) {
        String[] parts = name.split("/", 2);
        return rendered.tree(parts[0], parts[1]).at("/spec/template");
    }

    @Test
    void aVariableOfAComponentStandsInForAValueThatChanges() {
        String own =
                "components: {common: {template: {containers: {iox: {env:"
                        + " {INFLUXDB_IOX_CATALOG_DSN: 'postgres://a/b'}}}}}}";
        AppInstance instance = Resources.with(own);

        assertThat(
                        startAgain(
                                Rendered.of(instance),
                                Rendered.of(instance, changed("INFLUXDB_IOX_CATALOG_DSN"))))
                .isEmpty();
    }

    /// Servers follow the mounted files of the pair.
    @Test
    void anotherKeyPairStartsNoPodAgain() {
        String pair =
                "admin: {internalSigningKey: {id: {value: %1$s}, privateKey: {value: %1$s},"
                        + " publicKey: {value: p}}}";

        assertThat(startAgain(Rendered.of(pair.formatted("a")), Rendered.of(pair.formatted("b"))))
                .isEmpty();
    }

    @Test
    @Conforms("A-192")
    void aVariableOfAComponentIsOneOfItsContainer() {
        Rendered rendered =
                Rendered.of(
                        """
                        components:
                          router: {template: {containers: {iox: {env: {INFLUXDB_IOX_A: "1"}}}}}
                          querier: {template: {containers: {iox: {env: {INFLUXDB_IOX_B: "2"}}}}}
                        """,
                        Resources.QUERIERS);

        assertThat(rendered.container("StatefulSet", INGESTER).at("/name").asText())
                .isEqualTo("iox");
        assertThat(rendered.container("Deployment", QUERIER).at("/name").asText()).isEqualTo("iox");
        assertThat(rendered.variables("StatefulSet", INGESTER))
                .containsEntry("INFLUXDB_IOX_A", "1")
                .doesNotContainKey("INFLUXDB_IOX_B");
        assertThat(rendered.variables("Deployment", QUERIER))
                .containsEntry("INFLUXDB_IOX_B", "2")
                .doesNotContainKey("INFLUXDB_IOX_A");
    }

    @ParameterizedTest
    @CsvSource({
        "common, LOG_FILTER_A",
        "catalog, INFLUXDB_IOX_A",
        "ingester, INFLUXDB_IOX_WAL_ROTATION_PERIOD_SECONDS",
        "querier, INFLUXDB_IOX_EXEC_MEM_POOL_BYTES",
        "router, INFLUXDB_IOX_MAX_HTTP_REQUESTS",
        "compactor, INFLUXDB_IOX_COMPACTION_PARTITION_MINUTE_THRESHOLD",
        "garbage-collector, INFLUXDB_IOX_GC_OBJECTSTORE_CUTOFF"
    })
    @Conforms("A-192")
    void aVariableOfAnyComponentIsOneOfTheOneProcess(String component, String name) {
        String settings =
                "components: {%s: {template: {containers: {iox: {env: {%s: '7'}}}}}}"
                        .formatted(component, name);

        assertThat(Rendered.of(settings).variables("StatefulSet", INGESTER))
                .containsEntry(name, "7");
        assertThat(Rendered.of().variables("StatefulSet", INGESTER)).doesNotContainKey(name);
    }

    @Test
    @Conforms("A-193")
    void whatIsCommonLiesUnderWhatIsTheComponentsOwn() {
        Rendered rendered =
                Rendered.of(
                        """
                        components:
                          common:
                            log: {filters: [info]}
                            template:
                              containers: {iox: {env: {BOTH: common, COMMON: common}}}
                              metadata: {labels: {team: a, site: x}, annotations: {n: "1"}}
                              nodeSelector: {pool: slow, zone: z}
                              tolerations: [{key: a, operator: Exists}]
                          querier:
                            template:
                              containers: {iox: {env: {BOTH: querier}}}
                              metadata: {labels: {team: b}}
                              nodeSelector: {pool: fast}
                              tolerations: [{key: b, operator: Exists}]
                        """,
                        Resources.QUERIERS);
        JsonNode pod = rendered.pod("Deployment", QUERIER);

        assertThat(rendered.variables("Deployment", QUERIER))
                .containsEntry("BOTH", "querier")
                .containsEntry("COMMON", "common")
                .containsEntry("LOG_FILTER", "info");
        assertThat(rendered.variables("StatefulSet", INGESTER)).containsEntry("BOTH", "common");
        assertThat(pod.at("/nodeSelector/pool").asText()).isEqualTo("fast");
        assertThat(pod.at("/nodeSelector/zone").asText()).isEqualTo("z");
        assertThat(pod.at("/tolerations")).hasSize(2);
        JsonNode metadata = rendered.tree("Deployment", QUERIER).at("/spec/template/metadata");
        assertThat(metadata.at("/labels/team").asText()).isEqualTo("b");
        assertThat(metadata.at("/labels/site").asText()).isEqualTo("x");
        assertThat(metadata.at("/annotations/n").asText()).isEqualTo("1");
    }

    @Test
    void ownLabelsCannotTakeAPodFromItsService() {
        JsonNode labels =
                Rendered.of(
                                "components: {querier: {template: {metadata: {labels:"
                                        + " {app.kubernetes.io/component: x}}}}}")
                        .tree("StatefulSet", INGESTER)
                        .at("/spec/template/metadata/labels");

        assertThat(labels.get("app.kubernetes.io/component").asText()).isEqualTo("ingester");
    }

    @Test
    @Conforms("A-191")
    void imagesAreReplacedByNameFirstAndThenByRegistry() {
        String registry = "{images: {registryOverride: registry.example/mirror%s}}";
        String overrides = "images: {overrides: [{name: %s, newFQIN: other.example/own:2}]}";

        assertThat(image(registry.formatted(""))).isEqualTo("registry.example/mirror/sluice:0.1.0");
        assertThat(image(registry.formatted("/")))
                .isEqualTo("registry.example/mirror/sluice:0.1.0");
        assertThat(image(overrides.formatted("sluice"))).isEqualTo("other.example/own:2");
        assertThat(image(registry.formatted(""), overrides.formatted("sluice")))
                .isEqualTo("other.example/own:2");
        assertThat(image(registry.formatted(""), overrides.formatted("another")))
                .isEqualTo("registry.example/mirror/sluice:0.1.0");
        assertThat(
                        Rendered.of(registry.formatted("")).objects().stream()
                                .filter(object -> object.getKind().equals("Job"))
                                .map(Object::toString))
                .allMatch(job -> job.contains("registry.example/mirror/sluice:0.1.0"));
    }

    /// The path of a repository stands between registry and tag.
    @Test
    void anImageOfTheOriginalIsReplacedByItsPath() {
        AppInstance instance =
                Resources.with(
                        "images: {overrides: [{name: influxdb2-artifacts/clustered/influxdb,"
                                + " newFQIN: 'registry.example/sluice:0.1.0'}]}");
        ((ObjectNode) instance.getSpec().get("package"))
                .put(
                        "image",
                        "us-docker.pkg.dev/influxdb2-artifacts/clustered/influxdb:20240819-1176644");

        assertThat(Rendered.of(instance).container("StatefulSet", INGESTER).get("image").asText())
                .isEqualTo("registry.example/sluice:0.1.0");
    }

    private static String image(String... settings) {
        return Rendered.of(settings).container("StatefulSet", INGESTER).get("image").asText();
    }

    @Test
    void sizesAreTheDocumentedOnesUnlessTheyAreGiven() {
        Rendered rendered =
                Rendered.of(
                        "resources: {querier: {requests: {cpu: 2, replicas: 5},"
                                + " limits: {memory: 64Gi}}}");
        JsonNode resources = rendered.container("Deployment", QUERIER).get("resources");

        assertThat(rendered.tree("Deployment", QUERIER).at("/spec/replicas").asInt()).isEqualTo(5);
        assertThat(resources.at("/requests/cpu").asText()).isEqualTo("2");
        assertThat(resources.at("/requests/memory").asText()).isEqualTo("32Gi");
        assertThat(resources.at("/limits/memory").asText()).isEqualTo("64Gi");
        assertThat(resources.at("/limits/cpu").isMissingNode()).isTrue();
        JsonNode limits =
                Rendered.of("featureFlags: [enableDefaultResourceLimits]")
                        .container("StatefulSet", INGESTER)
                        .at("/resources/limits");
        assertThat(limits.get("cpu").asText()).isEqualTo("6");
        assertThat(limits.get("memory").asText()).isEqualTo("24Gi");
    }

    @Test
    void podsAreRestrictedAndOpenShiftGivesTheUserItself() {
        for (Rendered rendered :
                new Rendered[] {
                    Rendered.of(), Rendered.of("hostingEnvironment: {openshift: {}}")
                }) {
            JsonNode container = rendered.container("StatefulSet", INGESTER).get("securityContext");
            assertThat(container.get("allowPrivilegeEscalation").asBoolean()).isFalse();
            assertThat(container.get("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
        }
        JsonNode pod = Rendered.of().pod("StatefulSet", INGESTER).get("securityContext");
        assertThat(pod.get("runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.get("runAsUser").asInt()).isEqualTo(65532);
        assertThat(
                        Rendered.of("hostingEnvironment: {openshift: {}}")
                                .pod("StatefulSet", INGESTER)
                                .has("securityContext"))
                .isFalse();
    }

    @Test
    void aBundleOfAuthoritiesIsMountedWhereTheServerLooks() {
        Rendered rendered =
                Rendered.of(
                        "egress: {customCertificates: {valueFrom: {configMapKeyRef:"
                                + " {name: custom-ca, key: ca.pem}}}}");

        Path file =
                Objects.requireNonNull(
                        rendered.loaded(directory).sluice().egress().certificateFile());
        assertThat(file).isEqualTo(Path.of("/etc/sluice/authorities/ca.pem"));
        assertThat(rendered.container("StatefulSet", INGESTER).get("volumeMounts").toString())
                .contains("\"mountPath\":\"/etc/sluice/authorities\"");
        assertThat(rendered.pod("StatefulSet", INGESTER).get("volumes").toString())
                .contains("\"configMap\":{\"name\":\"custom-ca\"}");
    }

    /// The pod is the ingester's: its nodes, its size, and whatever else is said of any component.
    @Test
    void oneProcessGetsWhatIsSaidOfAnyComponent() {
        Rendered rendered =
                Rendered.of(
                        """
                        components:
                          common: {template: {nodeSelector: {zone: z}}}
                          router:
                            template:
                              containers: {iox: {env: {A: r, B: r}}}
                              metadata: {labels: {team: b, side: x}}
                              nodeSelector: {pool: routers}
                              tolerations: [{key: b, operator: Exists}]
                          querier:
                            template:
                              affinity: {podAntiAffinity: {}}
                          ingester:
                            template:
                              containers: {iox: {env: {B: i}}}
                              metadata: {labels: {team: a}}
                              nodeSelector: {disk: fast}
                        resources:
                          querier: {requests: {cpu: 32, replicas: 9}}
                          ingester: {requests: {cpu: 2}}
                        """);
        JsonNode pod = rendered.pod("StatefulSet", INGESTER);

        assertThat(rendered.variables("StatefulSet", INGESTER))
                .containsEntry("A", "r")
                .containsEntry("B", "i");
        JsonNode set = rendered.tree("StatefulSet", INGESTER);
        assertThat(set.at("/spec/template/metadata/labels/team").asText()).isEqualTo("a");
        assertThat(set.at("/spec/template/metadata/labels/side").asText()).isEqualTo("x");
        assertThat(pod.get("nodeSelector")).isEqualTo(Resources.yaml("{disk: fast, zone: z}"));
        assertThat(pod.has("affinity")).isFalse();
        assertThat(pod.at("/tolerations/0/key").asText()).isEqualTo("b");
        assertThat(pod.at("/containers/0/resources/requests/cpu").asText()).isEqualTo("2");
    }

    /// Of what it has to do with, a querier gets the same as the one process.
    @Test
    void queriersAreStartedLikeTheOneProcess() {
        Rendered rendered = Rendered.of(Resources.EVERYTHING);
        JsonNode querier = rendered.container("Deployment", QUERIER);
        JsonNode one = rendered.container("StatefulSet", INGESTER);

        assertThat(querier.get("args").valueStream().map(JsonNode::asText))
                .containsExactly(
                        "serve",
                        "--role=querier",
                        "--config=/etc/sluice/settings/settings.yaml",
                        "--admin-config=/etc/sluice/admin/admin.yaml");
        for (String same :
                List.of(
                        "image",
                        "ports",
                        "volumeMounts",
                        "securityContext",
                        "startupProbe",
                        "readinessProbe",
                        "livenessProbe")) {
            assertThat(querier.get(same)).as(same).isEqualTo(one.get(same));
        }
        assertThat(querier.get("env").valueStream().filter(variable -> variable.has("valueFrom")))
                .hasSize(3)
                .containsExactlyElementsOf(
                        one.get("env")
                                .valueStream()
                                .filter(variable -> variable.has("valueFrom"))
                                .toList());
    }

    @Test
    void aQuerierKeepsNothing() {
        Rendered rendered = Rendered.of(Resources.QUERIERS);
        JsonNode deployment = rendered.tree("Deployment", QUERIER);
        Map<String, JsonNode> volumes =
                deployment
                        .at("/spec/template/spec/volumes")
                        .valueStream()
                        .collect(Collectors.toMap(each -> each.get("name").asText(), each -> each));

        assertThat(deployment.get("spec").has("volumeClaimTemplates")).isFalse();
        assertThat(volumes)
                .containsOnlyKeys("data", "tmp", "settings", "admin", "keys")
                .hasEntrySatisfying("data", data -> assertThat(data.has("emptyDir")).isTrue())
                .hasEntrySatisfying(
                        "keys",
                        keys ->
                                assertThat(keys.at("/secret/secretName").asText())
                                        .isEqualTo("rsa-keys"))
                .hasEntrySatisfying(
                        "settings",
                        settings ->
                                assertThat(settings.at("/configMap/name").asText())
                                        .isEqualTo(ServerFiles.QUERIER_SETTINGS_MAP));
    }

    @Test
    void queriersChangeNothingOfTheOneProcess() {
        Rendered alone = Rendered.of();
        Rendered beside = Rendered.of(Resources.QUERIERS);
        Set<String> added = new TreeSet<>(beside.names());
        added.removeAll(alone.names());

        assertThat(added)
                .containsExactly(
                        "ConfigMap/sluice-querier-settings",
                        "Deployment/iox-shared-querier",
                        "PodDisruptionBudget/iox-shared-querier",
                        "Service/iox-shared-ingester-0");
        assertThat(
                        alone.names().stream()
                                .filter(name -> !tree(alone, name).equals(tree(beside, name))))
                .containsExactlyInAnyOrder(
                        "Service/iox-shared-querier", "NetworkPolicy/sluice-doors");
    }

    private static JsonNode tree(Rendered rendered, String name) {
        String[] parts = name.split("/", 2);
        return rendered.tree(parts[0], parts[1]);
    }

    @Test
    void whatNeedsARestartStartsQueriersAgain() {
        String plain = querierHash();

        assertThat(querierHash("sluice: {query: {threads: 2}}")).isNotEqualTo(plain);
        assertThat(querierHash("sluice: {access: {clockSkewSeconds: 1}}")).isEqualTo(plain);
        assertThat(querierHash("resources: {querier: {requests: {replicas: 5}}}")).isEqualTo(plain);
    }

    private static String querierHash(String... settings) {
        return Rendered.of(
                        Stream.concat(Stream.of(Resources.QUERIERS), Stream.of(settings))
                                .toArray(String[]::new))
                .tree("Deployment", QUERIER)
                .at("/spec/template/metadata/annotations/sluice.dev~1settings")
                .asText();
    }

    @Test
    void theServiceOfQueriersLeadsToThemWhereThereAreAny() {
        Rendered beside = Rendered.of(Resources.QUERIERS);
        JsonNode querier = beside.tree("Service", QUERIER).at("/spec/selector");

        assertThat(querier.get("app.kubernetes.io/component").asText()).isEqualTo("querier");
        assertThat(
                        beside.tree("Deployment", QUERIER)
                                .at("/spec/template/metadata/labels")
                                .properties())
                .containsAll(querier.properties());
        assertThat(beside.names().stream().filter(name -> name.startsWith("Service/")))
                .hasSize(8)
                .filteredOn(name -> !name.endsWith(QUERIER))
                .allSatisfy(name ->
                        assertThat(tree(beside, name).at("/spec/selector").toString())
                                .contains("\"ingester\""));
        assertThat(
                        Rendered.of(Resources.NO_QUERIERS)
                                .tree("Service", QUERIER)
                                .at("/spec/selector")
                                .toString())
                .contains("\"ingester\"");
    }

    @Test
    void oneQuerierMayBeTakenAwayAtOnce() {
        assertThat(
                        Rendered.of(Resources.QUERIERS)
                                .tree("PodDisruptionBudget", QUERIER)
                                .at("/spec/maxUnavailable")
                                .asInt())
                .isEqualTo(1);
        assertThat(Rendered.of("resources: {querier: {requests: {replicas: 1}}}").names())
                .contains("Deployment/" + QUERIER)
                .noneMatch(name -> name.startsWith("PodDisruptionBudget/"));
    }

    @Test
    void everyKindOfPodsIsScrapedOnceAndSoIsTheOperator() {
        String monitor = "observability: {serviceMonitor: {}}";

        assertThat(scraped(Rendered.of(monitor))).isEqualTo("[\"ingester\",\"operator\"]");
        assertThat(scraped(Rendered.of(monitor, Resources.QUERIERS)))
                .isEqualTo("[\"ingester\",\"querier\",\"operator\"]");
    }

    private static String scraped(Rendered rendered) {
        return rendered.tree("ServiceMonitor", "sluice")
                .at("/spec/selector/matchExpressions/0/values")
                .toString();
    }

    @Test
    void oneProcessIsAllThatThereIs() {
        Rendered rendered = Rendered.of();

        assertThat(
                        rendered.names().stream()
                                .filter(name -> name.matches("(Deployment|StatefulSet)/.*")))
                .containsExactly("StatefulSet/" + INGESTER);
        assertThat(rendered.container("StatefulSet", INGESTER).get("args").toString())
                .contains("--role=all");
        assertThat(rendered.names().stream().filter(name -> name.startsWith("Service/")))
                .contains("Service/" + QUERIER, "Service/global-router")
                .allSatisfy(name ->
                        assertThat(
                                        rendered.tree("Service", name.split("/", 2)[1])
                                                .at("/spec/selector")
                                                .toString())
                                .contains("\"ingester\""));
    }
}
