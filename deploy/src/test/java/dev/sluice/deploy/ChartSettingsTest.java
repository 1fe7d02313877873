// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// How values become settings: what is passed on, what is chosen, and what says nothing (admin.md
/// 6.2).
final class ChartSettingsTest {
    @TempDir private Path directory;
    private Chart chart = new Chart(Path.of("unset"));

    @BeforeEach
    void useDirectory() {
        chart = new Chart(directory);
    }

    static Stream<Arguments> sections() {
        return Stream.of(
                // The first one that is there is chosen, even if it says no more.
                Arguments.of("objectStore", "{google: {}}", "{bucket: plant, google: {}}"),
                Arguments.of(
                        "objectStore",
                        "{google: {serviceAccountSecret: {name: g, key: k}}, s3: {region: r}}",
                        "{bucket: plant, s3: {region: r}}"),
                Arguments.of(
                        "objectStore",
                        "{azure: {account: {value: a}, accessKey: {value: k}}, google: {}}",
                        "{bucket: plant, azure: {account: {value: a}, accessKey: {value: k}}}"),
                Arguments.of(
                        "objectStore", "{s3: null, google: {}}", "{bucket: plant, google: {}}"),
                Arguments.of(
                        "objectStore",
                        "{s3: {region: r, endpoint: '', accessKey: {value: ''}, allowHttp: 'false'}}",
                        "{bucket: plant, s3: {region: r, allowHttp: 'false'}}"),
                Arguments.of("hostingEnvironment", "{openshift: {}}", "{openshift: {}}"),
                Arguments.of(
                        "hostingEnvironment",
                        "{gke: {workloadIdentity: {serviceAccountEmail: a}}, openshift: {}}",
                        "{openshift: {}}"),
                Arguments.of(
                        "hostingEnvironment",
                        "{gke: {workloadIdentity: {serviceAccountEmail: a}}}",
                        "{gke: {workloadIdentity: {serviceAccountEmail: a}}}"),
                Arguments.of("hostingEnvironment", "{aws: {eksRoleArn: ''}}", "null"),
                // What says nothing is dropped.
                Arguments.of("ingress", "{hosts: ['', ' ']}", "null"),
                Arguments.of("ingress", "{hosts: ['', a]}", "{hosts: [a]}"),
                Arguments.of("resources", "{router: {requests: {replicas: 0}}}", "null"),
                Arguments.of("components", "{router: {template: {nodeSelector: {}}}}", "null"),
                Arguments.of("featureFlags", "[grafana]", "[grafana]"),
                Arguments.of("images", "{registryOverride: ''}", "null"),
                Arguments.of(
                        "ingesterStorage",
                        "{storageClassName: fast}",
                        "{storage: 2Gi, storageClassName: fast}"),
                // Only the monitor is passed on.
                Arguments.of("observability", "{retention: 12h}", "null"),
                Arguments.of(
                        "observability",
                        "{serviceMonitor: {interval: 30s, scrapeTimeout: 10s}}",
                        "{serviceMonitor: {interval: 30s, scrapeTimeout: 10s}}"),
                // Without useCustomEgress it is of no concern.
                Arguments.of(
                        "egress",
                        "{customCertificates: {valueFrom: {configMapKeyRef: {name: a, key: b}}}}",
                        "null"),
                Arguments.of(
                        "sluice",
                        "{http: {trustedProxies: [10.244.0.0/16]}}",
                        "{http: {trustedProxies: [10.244.0.0/16]}}"),
                // Of our own settings false and 0 say something.
                Arguments.of(
                        "sluice",
                        "{access: {adminTokenDataAccess: false}, query: {threads: 0}, data: {directory: ''}}",
                        "{access: {adminTokenDataAccess: false}, query: {threads: 0}}"));
    }

    @ParameterizedTest
    @MethodSource
    void sections(String section, String given, String rendered) {
        Map<String, Object> spec = chart.packageSpec(Chart.MINIMAL, section + ": " + given);

        assertThat(spec.get(section)).isEqualTo(Trees.map("a: " + rendered).get("a"));
    }

    @Test
    void aBundleOfAuthoritiesIsNamedWhereItIsAskedFor() {
        String values =
                """
                useCustomEgress: true
                egress: {customCertificates: {valueFrom: {configMapKeyRef: {name: ca, key: ca.pem}}}}
                """;

        assertThat(chart.packageSpec(Chart.MINIMAL, values).get("egress"))
                .isEqualTo(Trees.map(values).get("egress"));
    }

    @Test
    void falseSaysSomethingAboutIdTokens() {
        assertThat(admin("admin: {acceptIdTokens: false}")).containsEntry("acceptIdTokens", false);
    }

    @Test
    void blankUsersAndKeysAreDropped() {
        assertThat(
                        admin(
                                """
                                admin:
                                  users:
                                    - {id: "", firstName: "", lastName: "", email: ""}
                                    - {id: "1", firstName: A, lastName: B, email: c, userGroups: []}
                                  issuer: ""
                                  audiences: []
                                """))
                .containsEntry(
                        "users",
                        List.of(Map.of("id", "1", "firstName", "A", "lastName", "B", "email", "c")))
                .doesNotContainKeys("issuer", "audiences", "enabled");
    }

    private Map<String, Object> admin(String values) {
        return Trees.mapping(chart.packageSpec(Chart.MINIMAL, values), "admin");
    }

    @Test
    void theSectionAdminIsLeftOutOnDemand() {
        assertThat(chart.packageSpec(Chart.REQUIRED, "admin: {enabled: false}"))
                .doesNotContainKey("admin");
        assertThat(chart.packageSpec(Chart.MINIMAL, "admin: {enabled: false}"))
                .doesNotContainKey("admin");
    }

    @Test
    void namesAndImagesFollowTheRelease() {
        Map<String, Object> resource = chart.object("AppInstance", Chart.MINIMAL);

        assertThat(Trees.mapping(resource, "metadata"))
                .containsEntry("name", "influxdb")
                .containsEntry("namespace", "plant");
        assertThat(Trees.value(resource, "spec", "package", "image"))
                .isEqualTo("sluice:" + Chart.version());
        assertThat(Trees.mapping(resource, "spec")).doesNotContainKey("pause");
    }

    @Test
    void noPullSecretIsNone() {
        String values = "imagePullSecrets: []";

        assertThat(Trees.mapping(chart.object("AppInstance", Chart.MINIMAL, values), "spec"))
                .doesNotContainKey("imagePullSecrets");
        assertThat(
                        Trees.mapping(
                                chart.object("Deployment", Chart.MINIMAL, values),
                                "spec",
                                "template",
                                "spec"))
                .doesNotContainKey("imagePullSecrets");
    }
}
