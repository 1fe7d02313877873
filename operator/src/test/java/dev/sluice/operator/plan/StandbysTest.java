// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.operator.Resources;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Servers that stand by for the one process, by the documented number of ingesters.
final class StandbysTest {
    private static final String INGESTER = "iox-shared-ingester";
    private static final String STANDBY = "iox-shared-ingester-standby-1";
    private static final String OTHER = "iox-shared-ingester-standby-2";
    private static final String NUMBER = "resources: {ingester: {requests: {replicas: %d}}}";
    private static final String THREE = NUMBER.formatted(3);

    @TempDir private Path directory;

    private static JsonNode template(Rendered rendered, String kind, String name) {
        return rendered.tree(kind, name).at("/spec/template");
    }

    /// Whether a selector finds a pod of a template.
    private static boolean finds(JsonNode selector, JsonNode template) {
        JsonNode labels = template.at("/metadata/labels");
        boolean equal =
                selector.path("matchLabels")
                        .propertyStream()
                        .allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
        return equal
                && selector.path("matchExpressions")
                        .valueStream()
                        .allMatch(expression ->
                                expression
                                        .get("values")
                                        .valueStream()
                                        .anyMatch(
                                                labels.path(expression.get("key").asText())
                                                        ::equals));
    }

    @ParameterizedTest
    @CsvSource({"0", "1"})
    void oneOrNoneIsAsNothingSaid(int replicas) {
        assertThat(Rendered.of(Resources.EVERYTHING, NUMBER.formatted(replicas)).text())
                .isEqualTo(Rendered.of(Resources.EVERYTHING).text());
    }

    /// No document has to be changed for it: the original's have three.
    @Test
    void severalAreDeploymentsOfOneAndAnotherPlaceOfTheLog() {
        Rendered alone = Rendered.of(Resources.EVERYTHING);
        Rendered three = Rendered.of(Resources.EVERYTHING, THREE);
        Set<String> more = new TreeSet<>(three.names());
        more.removeAll(alone.names());

        assertThat(more)
                .containsExactly(
                        "Deployment/" + STANDBY,
                        "Deployment/" + OTHER,
                        "Service/" + STANDBY,
                        "Service/" + OTHER);
        assertThat(
                        alone.objects().stream()
                                .filter(object -> !three.objects().contains(object))
                                .map(object ->
                                        object.getKind() + "/" + object.getMetadata().getName()))
                .as("and who asks them knows where they are")
                .containsExactlyInAnyOrder(
                        "ConfigMap/sluice-settings",
                        "StatefulSet/" + INGESTER,
                        "ConfigMap/sluice-router-settings",
                        "Deployment/global-router",
                        "ConfigMap/sluice-querier-settings",
                        "Deployment/iox-shared-querier");
        assertThat(three.tree("StatefulSet", INGESTER).at("/spec/replicas").asInt()).isEqualTo(1);
        for (String name : List.of(STANDBY, OTHER)) {
            JsonNode spec = three.tree("Deployment", name).get("spec");
            assertThat(spec.get("replicas").asInt()).isEqualTo(1);
            assertThat(spec.get("strategy"))
                    .as("a rolling update would wait until a standby is ready")
                    .isEqualTo(Resources.yaml("{type: Recreate}"));
            assertThat(spec.get("progressDeadlineSeconds").asInt()).isEqualTo(Integer.MAX_VALUE);
        }
        assertThat(alone.loaded(directory).sluice().log().inBucket()).isFalse();
        assertThat(three.loaded(directory).sluice().log().inBucket()).isTrue();
    }

    /// Those who merge and remove read the same file.
    @Test
    void whoReadsTheSameFileTakesItAnew() {
        String others =
                "resources: {compactor: {requests: {replicas: 1}},"
                        + " garbage-collector: {requests: {replicas: 1}}}";
        Rendered alone = Rendered.of(others);
        Rendered two = Rendered.of(others, NUMBER.formatted(2));

        for (String workload :
                List.of("StatefulSet/iox-shared-compactor", "Deployment/global-gc")) {
            String[] name = workload.split("/", 2);
            assertThat(hash(two, name[0], name[1]))
                    .isNotEqualTo(hash(alone, name[0], name[1]))
                    .isEqualTo(hash(two, "StatefulSet", INGESTER));
        }
    }

    private static String hash(Rendered rendered, String kind, String name) {
        return template(rendered, kind, name)
                .at("/metadata/annotations/sluice.dev~1settings")
                .asText();
    }

    @Test
    void theyAreWhatTheOneProcessIsButForItsVolume() {
        Rendered rendered = Rendered.of(Resources.EVERYTHING, THREE);
        ObjectNode standby = (ObjectNode) template(rendered, "Deployment", STANDBY);
        JsonNode one = template(rendered, "StatefulSet", INGESTER);

        ArrayNode volumes = (ArrayNode) standby.at("/spec/volumes");
        assertThat(volumes.get(0)).isEqualTo(Resources.yaml("{name: data, emptyDir: {}}"));
        volumes.remove(0);
        ((ObjectNode) standby.at("/metadata/labels")).remove("sluice.dev/standby");
        assertThat(standby).isEqualTo(one);
        assertThat(one.at("/spec/containers/0/args/1").asText()).isEqualTo("--role=all");
    }

    @Test
    void aServiceLeadsToWhicheverIsReady() {
        Rendered rendered = Rendered.of(THREE, Resources.QUERIERS);
        JsonNode one = template(rendered, "StatefulSet", INGESTER);
        JsonNode standby = template(rendered, "Deployment", STANDBY);

        for (String service : List.of(INGESTER, "global-router", "token-management")) {
            JsonNode spec = rendered.tree("Service", service).get("spec");
            ObjectNode selector = (ObjectNode) Resources.yaml("{}");
            selector.set("matchLabels", spec.get("selector"));
            assertThat(finds(selector, one)).as(service).isTrue();
            assertThat(finds(selector, standby)).as(service).isTrue();
            assertThat(spec.has("publishNotReadyAddresses")).as(service).isFalse();
        }
        JsonNode own = rendered.tree("Deployment", STANDBY).at("/spec/selector");
        assertThat(finds(own, standby)).isTrue();
        assertThat(finds(own, one)).as("nobody's but its own").isFalse();
    }

    /// Whoever asks them finds out which one works sooner than Kubernetes does: it takes a node
    /// that is gone for sound for most of a minute.
    @Test
    void whoAsksThemKnowsEachByAnAddressOfItsOwn() {
        Rendered rendered = Rendered.of(THREE, Resources.QUERIERS);
        List<String> names = List.of(INGESTER + "-0", STANDBY, OTHER);
        List<JsonNode> pods =
                List.of(
                        ofTheSet(rendered),
                        template(rendered, "Deployment", STANDBY),
                        template(rendered, "Deployment", OTHER));

        for (String name : names) {
            JsonNode spec = rendered.tree("Service", name).get("spec");
            ObjectNode selector = (ObjectNode) Resources.yaml("{}");
            selector.set("matchLabels", spec.get("selector"));
            assertThat(pods)
                    .filteredOn(pod -> finds(selector, pod))
                    .as(name)
                    .containsExactly(pods.get(names.indexOf(name)));
            assertThat(spec.get("publishNotReadyAddresses").asBoolean()).as(name).isTrue();
            assertThat(spec.has("clusterIP")).as("a name's address changes late").isFalse();
            assertThat(rendered.tree("Service", name).at("/metadata/labels").toString())
                    .as("its metrics are asked for once")
                    .doesNotContain("\"ingester\"");
        }
        assertThat(
                        rendered.loaded(directory, ServerFiles.QUERIER_SETTINGS_MAP)
                                .sluice()
                                .cluster()
                                .ingesters())
                .extracting(URI::toString)
                .containsExactlyElementsOf(
                        names.stream().map(name -> "http://" + name + ":8086").toList());
    }

    /// A pod of the StatefulSet, with the label that Kubernetes gives it.
    private static JsonNode ofTheSet(Rendered rendered) {
        JsonNode pod = template(rendered, "StatefulSet", INGESTER).deepCopy();
        ((ObjectNode) pod.at("/metadata/labels"))
                .put("statefulset.kubernetes.io/pod-name", INGESTER + "-0");
        return pod;
    }

    @Test
    void nobodyHasAnAddressThatNobodyAsks() {
        assertThat(Rendered.of(THREE).names())
                .doesNotContain("Service/" + INGESTER + "-0", "Service/" + STANDBY);
        assertThat(Rendered.of(Resources.QUERIERS).names())
                .contains("Service/" + INGESTER + "-0")
                .doesNotContain("Service/" + STANDBY);
    }

    /// It is not ready for as long as it stands by, and answers nobody while it takes over.
    @Test
    void nobodyEndsOneThatStandsByOrTakesOver() {
        Rendered rendered = Rendered.of(THREE);
        JsonNode container = rendered.container("Deployment", STANDBY);

        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health");
        for (String probe : List.of("startupProbe", "livenessProbe")) {
            JsonNode asked = container.get(probe);
            assertThat(asked.at("/tcpSocket/port").asText()).as(probe).isEqualTo("metrics");
            assertThat(asked.get("periodSeconds").asInt() * asked.get("failureThreshold").asInt())
                    .as(probe)
                    .isEqualTo(600);
        }
        assertThat(
                        template(rendered, "Deployment", STANDBY)
                                .at("/spec")
                                .get("terminationGracePeriodSeconds")
                                .asInt())
                .as("until what it holds is in files")
                .isEqualTo(600);
    }

    @Test
    void policiesAndMonitorsHaveThem() {
        Rendered rendered = Rendered.of(THREE, "featureFlags: [serviceMonitor]");
        JsonNode standby = template(rendered, "Deployment", STANDBY);

        for (String policy : List.of("sluice-closed", "sluice-doors")) {
            assertThat(
                            finds(
                                    rendered.tree("NetworkPolicy", policy).at("/spec/podSelector"),
                                    standby))
                    .as(policy)
                    .isTrue();
        }
        assertThat(rendered.tree("ServiceMonitor", "sluice").at("/spec/selector").toString())
                .contains("\"ingester\"");
        assertThat(rendered.names().stream().filter(name -> name.startsWith("PodDisruption")))
                .as("they are never ready, so a budget would hold the one that is for ever")
                .isEmpty();
    }

    @Test
    void theyStandOnNodesOfTheirOwnUnlessOtherNodesAreSaid() {
        String said = "components: {ingester: {template: {affinity: {podAntiAffinity: {}}}}}";
        Rendered rendered = Rendered.of(THREE);
        for (String kind : List.of("StatefulSet", "Deployment")) {
            String name = kind.equals("Deployment") ? STANDBY : INGESTER;
            JsonNode preferred =
                    rendered.pod(kind, name)
                            .at(
                                    "/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/0/podAffinityTerm");
            assertThat(preferred.get("topologyKey").asText()).isEqualTo("kubernetes.io/hostname");
            assertThat(
                            Stream.of(
                                            template(rendered, "StatefulSet", INGESTER),
                                            template(rendered, "Deployment", STANDBY))
                                    .allMatch(pod -> finds(preferred.get("labelSelector"), pod)))
                    .isTrue();
            assertThat(Rendered.of(THREE, said).pod(kind, name).at("/affinity/podAntiAffinity"))
                    .isEmpty();
        }
        assertThat(Rendered.of(NUMBER.formatted(1)).pod("StatefulSet", INGESTER).has("affinity"))
                .isFalse();
    }

    /// Nobody else could read a log on one disk.
    @Test
    void whatIsSaidOfTheLogHolds() {
        Rendered disk = Rendered.of(THREE, "sluice: {log: {inBucket: false, objectMillis: 5}}");
        assertThat(disk.names()).doesNotContain("Deployment/" + STANDBY);
        assertThat(disk.loaded(directory).sluice().log().inBucket()).isFalse();

        Rendered alone = Rendered.of("sluice: {log: {inBucket: true}}");
        assertThat(alone.names()).doesNotContain("Deployment/" + STANDBY);
        assertThat(alone.loaded(directory).sluice().log().inBucket()).isTrue();

        Rendered both = Rendered.of(THREE, "sluice: {log: {objectMillis: 5}}");
        assertThat(both.loaded(directory).sluice().log().objectMillis()).isEqualTo(5);
        assertThat(both.loaded(directory).sluice().log().inBucket()).isTrue();
    }
}
