// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the chart renders, and what it tells (admin.md 6.2).
final class ChartTest {
    private static final Pattern IMAGE = Pattern.compile("\\bsluice(?:-operator)?:(\\d\\S*)");
    private static final String ONE_NAMESPACE = "kubitSingleNamespace: true";

    @TempDir private Path directory;
    private Chart chart = new Chart(Path.of("unset"));

    @BeforeEach
    void useDirectory() {
        chart = new Chart(directory);
    }

    @Test
    void helmFindsNothingWrong() {
        LintResult result = new Helm(Path.of("chart")).lint().strict().call();

        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
        assertThat(result.getMessages()).containsExactly("[INFO] Chart.yaml: icon is recommended");
    }

    @Test
    void theDefaultsAreTheDocumentedOnes() {
        Map<String, Object> values = Trees.map(Path.of("chart", "values.yaml"));
        Map<String, Object> documented = Trees.map(Cases.text("documented-values.yaml"));

        // Ours alone: the tag is that of the chart, where the reference names its operator's.
        assertThat(values.remove("operatorImageVersion")).isEqualTo("");
        assertThat(values.remove("sluice")).isEqualTo(Map.of());
        assertThat(Trees.mapping(values, "admin").remove("enabled")).isEqualTo(true);
        assertThat(values).isEqualTo(documented);
    }

    @Test
    void itsVersionIsTheTagOfTheImagesOfTheSameBuild() {
        assertThat(Trees.map(Path.of("chart", "Chart.yaml")))
                .containsEntry("version", Chart.version())
                .containsEntry("appVersion", Chart.version());
    }

    /// Images that nobody makes cannot be pulled.
    @Test
    void whatIsShippedNamesImagesOfTheSameBuild() throws IOException {
        List<String> tags = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("examples"))) {
            Stream.concat(files, Stream.of(Path.of("chart", "values.yaml")))
                    .filter(Files::isRegularFile)
                    .flatMap(file -> IMAGE.matcher(Trees.read(file)).results())
                    .forEach(image -> tags.add(image.group(1)));
        }

        assertThat(tags).hasSizeGreaterThan(3).containsOnly(Chart.version());
    }

    @Test
    void whatAnInstallationCannotDoWithoutIsEnough() {
        Golden.check("minimal.yaml", chart.text(Chart.MINIMAL));
        assertThat(RealServer.problems(chart.objects(Chart.MINIMAL))).isEmpty();
    }

    @Test
    void everyKeyIsTaken() {
        String values = Cases.text("every-value.yaml");

        Golden.check("every-value.yaml", chart.text(values));
        Map<String, Object> rendered = chart.object("AppInstance", values);
        assertThat(ResourceDefinition.load().problems(rendered)).isEmpty();
        assertThat(RealServer.problems(chart.objects(values))).isEmpty();
        assertThat(new Loader(directory).config(Trees.yamlText(rendered)))
                .isEqualTo(new Loader(directory).config(values));
    }

    @Test
    @Conforms("A-183")
    void aModeForOneNamespaceRendersAConfigMapInPlaceOfTheResource() {
        String values = Cases.text("every-value.yaml");
        List<Map<String, Object>> objects = chart.objects(values, ONE_NAMESPACE);

        assertThat(objects).extracting(object -> object.get("kind")).doesNotContain("AppInstance");
        assertThat(RealServer.problems(objects)).isEmpty();
        Map<String, Object> map = chart.object("ConfigMap", values, ONE_NAMESPACE);
        assertThat(Trees.mapping(map, "metadata"))
                .containsEntry("name", "app-instance")
                .containsEntry("namespace", "cluster");
        assertThat(Trees.mapping(map, "data")).containsOnlyKeys("app-instance");
        String text = chart.appInstanceOfConfigMap(values, ONE_NAMESPACE);
        assertThat(text).startsWith("{");
        assertThat(Trees.map(text)).isEqualTo(chart.object("AppInstance", values));
        assertThat(chart.text(values, ONE_NAMESPACE)).doesNotContain("kubecfg.dev]");
        Golden.check("one-namespace.yaml", chart.text(values, ONE_NAMESPACE));
    }

    @Test
    void nothingReachesBeyondTheNamespace() {
        for (Map<String, Object> object :
                chart.objects(Chart.MINIMAL, "namespaceOverride: other")) {
            assertThat(String.valueOf(object.get("kind"))).doesNotStartWith("Cluster");
            assertThat(Trees.mapping(object, "metadata")).containsEntry("namespace", "other");
        }
        assertThat(chart.text(Chart.MINIMAL)).doesNotContain("*");
    }

    @Test
    void theOperatorIsLeftOutOnDemand() {
        assertThat(chart.objects(Chart.MINIMAL, "skipOperator: true"))
                .extracting(object -> object.get("kind"))
                .containsExactly("AppInstance");
    }

    @Test
    void theOperatorRunsWithoutRightsOnItsNode() {
        Map<String, Object> pod =
                Trees.mapping(
                        chart.object("Deployment", Chart.MINIMAL), "spec", "template", "spec");
        List<?> containers = (List<?>) Objects.requireNonNull(pod.get("containers"));
        Map<String, Object> container = Trees.mapping(containers.getFirst());

        assertThat(pod.get("securityContext"))
                .isEqualTo(
                        Map.of(
                                "runAsNonRoot",
                                true,
                                "runAsUser",
                                65532,
                                "runAsGroup",
                                65532,
                                "seccompProfile",
                                Map.of("type", "RuntimeDefault")));
        assertThat(container.get("securityContext"))
                .isEqualTo(
                        Map.of(
                                "allowPrivilegeEscalation", false,
                                "readOnlyRootFilesystem", true,
                                "capabilities", Map.of("drop", List.of("ALL"))));
        assertThat(container.get("image")).isEqualTo("sluice-operator:" + Chart.version());
    }

    /// Documented values name the tag of another operator: ours has none such.
    @ParameterizedTest
    @CsvSource({
        "v0.0.22, '', sluice-operator:BUILD",
        "'', '', sluice-operator:BUILD",
        "0.2.0, '', sluice-operator:0.2.0",
        "v0.0.22, registry.example/own, registry.example/own:v0.0.22"
    })
    void theOperatorsImageIsOneOfOurs(String tag, String repository, String image) {
        String values =
                Chart.MINIMAL
                        + "operatorImageVersion: '%s'\noperatorImageOverride: '%s'\n"
                                .formatted(tag, repository);
        Map<String, Object> pod =
                Trees.mapping(chart.object("Deployment", values), "spec", "template", "spec");
        List<?> containers = (List<?>) Objects.requireNonNull(pod.get("containers"));

        assertThat(Trees.mapping(containers.getFirst()))
                .containsEntry("image", image.replace("BUILD", Chart.version()));
        assertThat(chart.output(values).contains("operatorImageVersion"))
                .isEqualTo(tag.startsWith("v") && repository.isEmpty());
    }

    @Test
    void openShiftChoosesTheUser() {
        Map<String, Object> deployment =
                chart.object("Deployment", Chart.MINIMAL, "hostingEnvironment: {openshift: {}}");

        assertThat(Trees.mapping(deployment, "spec", "template", "spec", "securityContext"))
                .doesNotContainKeys("runAsUser", "runAsGroup")
                .containsEntry("runAsNonRoot", true);
    }

    @Test
    void theNotesTellTheFirstStepsAndWarnOfTheAdminToken() {
        String notes = chart.output(Chart.MINIMAL);

        assertThat(notes)
                .contains("Sluice, release influxdb, build " + Chart.version())
                .contains("Documentation: ")
                .contains("kubectl get appinstances.kubecfg.dev influxdb --namespace plant")
                .contains("kubectl get configmap influxctl --namespace plant")
                .contains("influxctl --config config.toml token list")
                .contains("not for production")
                .contains("kubectl delete secret rsa-keys admin-token --namespace plant")
                .contains("Servers take the new key pair by themselves")
                .as("no command that finds nothing")
                .doesNotContain("delete pods");
        assertThat(chart.output(Chart.REQUIRED + "admin: {enabled: false}"))
                .contains("No identity provider is configured")
                .contains("--template={{.data.token}} ")
                .contains("not for production");
    }

    /// What the AppInstance does not have, the operator cannot tell.
    @Test
    void theNotesTellWhatHasNoEffect() {
        assertThat(
                        chart.output(
                                Chart.MINIMAL
                                        + """
                                        kubit: {apply_step_image: "kubectl:1", kubecfg_image: ""}
                                        egress: {customCertificates: {valueFrom: {configMapKeyRef: {name: ca, key: ca.pem}}}}
                                        observability: {retention: 12h}
                                        """))
                .contains(
                        "\n\nNOTE: nothing follows from kubit.apply_step_image, egress"
                                + " (useCustomEgress is not true), observability.retention."
                                + "\n\nFirst steps");
        assertThat(chart.output(Chart.MINIMAL)).doesNotContain("nothing follows");
        assertThat(
                        chart.output(
                                Chart.MINIMAL
                                        + """
                                        useCustomEgress: true
                                        egress: {customCertificates: {valueFrom: {configMapKeyRef: {name: ca, key: ca.pem}}}}
                                        """))
                .doesNotContain("nothing follows");
    }

    @Test
    void theNotesTellWhatDoesWhat() {
        assertThat(chart.output(Chart.MINIMAL))
                .contains(
                        "NOTE: one pod, iox-shared-ingester-0, does everything. resources.querier")
                .contains("\n\nFirst steps");
        assertThat(chart.output(Chart.MINIMAL + "resources: {querier: {requests: {replicas: 3}}}"))
                .contains(
                        "does everything, but for what others are there: 3 of iox-shared-querier"
                                + " for queries.")
                .doesNotContain("does everything. ", "delete pods")
                .contains("\n\nFirst steps");
        assertThat(
                        chart.output(
                                Chart.MINIMAL
                                        + "resources: {granite: {requests: {replicas: 2}},"
                                        + " compactor: {requests: {replicas: 1}},"
                                        + " garbage-collector: {requests: {replicas: 1}}}"))
                .contains(
                        "there: 2 of token-management for administration, 1 of iox-shared-compactor"
                                + " for merging files, 1 of global-gc for removing them.")
                .contains("kubectl delete pods --selector app=token-management --namespace");
        String three = Chart.MINIMAL + "resources: {ingester: {requests: {replicas: 3}}}";
        assertThat(chart.output(three))
                .contains(
                        "\n2 of iox-shared-ingester-standby-… stand by to take its place;"
                                + " the log is in the bucket.\n\nFirst steps");
        assertThat(chart.output(three + "\nsluice: {log: {inBucket: false}}"))
                .doesNotContain("standby");
    }

    static Set<String> sections() {
        Set<String> sections = new TreeSet<>(Trees.map(Path.of("chart", "values.yaml")).keySet());
        // Those without which there is no cluster are told as missing.
        sections.removeAll(List.of("catalog", "objectStore", "admin"));
        return sections;
    }

    @ParameterizedTest
    @MethodSource("sections")
    void aKeyWithoutAValueIsAsIfItWereNotThere(String key) {
        assertThat(chart.text(Chart.MINIMAL, key + ":")).contains("kind: AppInstance");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resources: {granite: null}",
                "resources: {granite: {requests: null}}",
                "resources: {granite: {requests: {replicas: null}}}"
            })
    void theNotesBearSectionsThatAreEmpty(String values) {
        assertThat(chart.output(Chart.MINIMAL + values)).contains("does everything. ");
    }

    @Test
    void theNotesBearAnEmptyLog() {
        assertThat(
                        chart.output(
                                Chart.MINIMAL
                                        + "resources: {ingester: {requests: {replicas: 2}}}\n"
                                        + "sluice: {log: null}"))
                .contains("the log is in the bucket");
    }
}
