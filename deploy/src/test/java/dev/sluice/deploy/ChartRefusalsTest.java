// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What the chart does not render, and what it says instead (admin.md 6.2).
final class ChartRefusalsTest {
    @TempDir private Path directory;
    private Chart chart = new Chart(Path.of("unset"));

    @BeforeEach
    void useDirectory() {
        chart = new Chart(directory);
    }

    static Stream<Arguments> missing() {
        return Stream.of(
                Arguments.of("catalog: {dsn: {SecretName: ''}}", "catalog.dsn.SecretName"),
                Arguments.of("catalog: {dsn: {SecretName: ' '}}", "catalog.dsn.SecretName"),
                Arguments.of("catalog: {dsn: null}", "catalog.dsn.SecretName"),
                Arguments.of("catalog: null", "catalog.dsn.SecretName"),
                Arguments.of("catalog: {dsn: {SecretKey: ''}}", "catalog.dsn.SecretKey"),
                Arguments.of("objectStore: {bucket: ''}", "objectStore.bucket"),
                Arguments.of("objectStore: null", "objectStore.bucket"),
                Arguments.of("admin: {users: []}", "admin.users"),
                Arguments.of("admin: {users: [{id: '', firstName: ''}]}", "admin.users"),
                Arguments.of("admin: {users: null}", "admin.users"),
                Arguments.of("admin: {dsn: {valueFrom: {secretKeyRef: {name: ''}}}}", "admin.dsn"),
                Arguments.of("admin: {dsn: {valueFrom: {secretKeyRef: {key: ''}}}}", "admin.dsn"),
                Arguments.of("admin: {dsn: {valueFrom: {secretKeyRef: null}}}", "admin.dsn"),
                Arguments.of("admin: {dsn: null}", "admin.dsn"),
                Arguments.of("admin: {identityProvider: ''}", "admin.identityProvider"),
                Arguments.of("admin: null", "admin.identityProvider"),
                Arguments.of("admin: {jwksEndpoint: ''}", "admin.jwksEndpoint"),
                Arguments.of("admin: {jwksEndpoint: null}", "admin.jwksEndpoint"),
                Arguments.of(
                        "observability: {serviceMonitor: {interval: 30s}}",
                        "observability.serviceMonitor.scrapeTimeout"),
                Arguments.of(
                        "observability: {serviceMonitor: {scrapeTimeout: 30s}}",
                        "observability.serviceMonitor.interval"),
                Arguments.of(
                        "useCustomEgress: true",
                        "egress.customCertificates.valueFrom.configMapKeyRef.name"));
    }

    @ParameterizedTest
    @MethodSource
    @Conforms("A-182")
    void missing(String values, String key) {
        assertThat(chart.refusal(Chart.MINIMAL, values))
                .containsPattern(": missing " + key.replace(".", "\\.") + "\\s");
    }

    @Test
    @Conforms("A-182")
    void theDefaultsAloneAreNotEnough() {
        assertThat(chart.refusal()).contains(": missing catalog.dsn.SecretName");
        assertThat(chart.refusal(Chart.REQUIRED)).contains(": missing admin.identityProvider");
    }

    @ParameterizedTest
    @CsvSource({"id", "firstName", "lastName", "email"})
    @Conforms({"A-9", "A-10", "A-11", "A-12"})
    void aUserWithoutOneOfTheFields(String field) {
        String values =
                """
                admin:
                  users:
                    - {id: "", firstName: "", lastName: "", email: ""}
                    - {id: "1", firstName: Ada, lastName: Lovelace, email: ada@example.com}
                    - {id: "2", firstName: Grace, lastName: Hopper, email: grace@example.com}
                """;
        String second = values.substring(values.lastIndexOf("- {"));
        String without = second.replaceFirst(field + ": [^,}]+", field + ": ' '");

        assertThat(chart.refusal(Chart.MINIMAL, values.replace(second, without)))
                .contains(": admin.users[2]." + field + " is required");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("adminstrators: {}", "adminstrators"),
                Arguments.of("admin: {audience: [a]}", "audience"),
                Arguments.of("admin: {users: [{id: 1}]}", "/admin/users/0/id"),
                Arguments.of(
                        "admin: {users: [{userGroups: [admin]}]}", "/admin/users/0/userGroups/0"),
                Arguments.of("admin: {users: [{groups: [Admin]}]}", "groups"),
                Arguments.of("admin: {jwksEndpoint: id.example/keys}", "/admin/jwksEndpoint"),
                Arguments.of("admin: {acceptIdTokens: 'no'}", "/admin/acceptIdTokens"),
                Arguments.of("admin: {identityProvider: azure}", "/admin/jwksEndpoint"),
                Arguments.of("catalog: {dsn: {secretName: a}}", "secretName"),
                Arguments.of("objectStore: {endpoint: 'https://a'}", "endpoint"),
                Arguments.of("objectStore: {s3: {allowHttp: true}}", "/objectStore/s3/allowHttp"),
                Arguments.of("components: {queriers: {}}", "queriers"),
                Arguments.of(
                        "components: {querier: {template: {containers: {iox: {env: {A: 1}}}}}}",
                        "/components/querier/template/containers/iox/env/A"),
                Arguments.of(
                        "resources: {garbage-collector: {requests: {replicas: 2}}}",
                        "/resources/garbage-collector/requests/replicas"),
                Arguments.of("featureFlags: [clusterAuth]", "/featureFlags/0"),
                Arguments.of("hostingEnvironment: {azure: {}}", "azure"),
                Arguments.of("ingress: {template: {kind: HTTPRoute}}", "/ingress/template/kind"),
                Arguments.of("sluice: {http: {port: 65536}}", "/sluice/http/port"),
                Arguments.of("pause: 'yes'", "/pause"));
    }

    @ParameterizedTest
    @MethodSource
    void mistakes(String values, String place) {
        assertThat(chart.refusal(Chart.MINIMAL, values))
                .contains("values don't meet the specifications of the schema")
                .contains(place);
    }

    @Test
    @Conforms("A-190")
    void moreThanOnePullSecret() {
        assertThat(chart.refusal(Chart.MINIMAL, "imagePullSecrets: [{name: a}, {name: b}]"))
                .contains("/imagePullSecrets");
    }
}
