// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.operator.Resources;
import dev.sluice.testkit.Golden;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every object, looked at by a person.
final class DesiredStateTest {
    @Test
    void oneProcess() {
        Golden.check(
                "keycloak.yaml",
                Rendered.of(Resources.shipped("keycloak-appinstance.yaml")).text());
    }

    @Test
    void everyKey() {
        Golden.check("everything.yaml", Rendered.of(Resources.EVERYTHING).text());
    }

    /// What pods of several roles are made of. Tests of the server start servers by this file.
    @Test
    void everyRole() {
        String store =
                """
                objectStore:
                  s3:
                    endpoint: http://s3.test:9000
                    allowHttp: "true"
                    accessKey: {valueFrom: {secretKeyRef: {name: s3, key: access}}}
                    secretKey: {valueFrom: {secretKeyRef: {name: s3, key: secret}}}
                """;
        Set<String> parts = Set.of("ConfigMap", "Deployment", "Job", "StatefulSet");
        List<HasMetadata> alone = Rendered.of(store).objects();
        Golden.check(
                "roles.yaml",
                new Rendered(
                                Rendered.of(store, Resources.ROLES).objects().stream()
                                        .filter(object ->
                                                parts.contains(object.getKind())
                                                        || !alone.contains(object))
                                        .toList())
                        .text());
    }

    @Test
    void everyKeyInOneProcess() {
        Golden.check(
                "everything-in-one.yaml",
                Serialization.asYaml(
                        Rendered.of(Resources.EVERYTHING, Resources.NO_QUERIERS)
                                .tree("StatefulSet", "iox-shared-ingester")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth0", "entra"})
    void theOtherProvidersDifferInTwoFiles(String provider) {
        Rendered other = Rendered.of(Resources.shipped(provider + "-appinstance.yaml"));
        Rendered keycloak = Rendered.of(Resources.shipped("keycloak-appinstance.yaml"));

        Golden.check(
                provider + ".yaml",
                Serialization.asYaml(other.tree("ConfigMap", ServerFiles.ADMIN_MAP)));
        assertThat(besides(other)).isEqualTo(besides(keycloak));
    }

    private static List<HasMetadata> besides(Rendered rendered) {
        Set<String> files = Set.of(ServerFiles.ADMIN_MAP, ConnectionProfile.MAP);
        return rendered.objects().stream()
                .filter(object -> !files.contains(object.getMetadata().getName()))
                .toList();
    }

    @Test
    void theSameAppInstanceGivesTheSameObjects() {
        assertThat(Rendered.of(Resources.EVERYTHING).text())
                .isEqualTo(Rendered.of(Resources.EVERYTHING).text());
    }

    @Test
    void everyObjectBelongsToTheAppInstance() {
        assertThat(Rendered.of(Resources.EVERYTHING).objects())
                .isNotEmpty()
                .allSatisfy(object -> {
                    assertThat(object.getMetadata().getNamespace()).isEqualTo("influxdb");
                    assertThat(object.getMetadata().getLabels())
                            .containsKey(Metadata.PART_OF)
                            .containsEntry("app.kubernetes.io/instance", "influxdb");
                    assertThat(object.getMetadata().getOwnerReferences())
                            .singleElement()
                            .satisfies(owner -> assertThat(owner.getUid()).isEqualTo(Rendered.UID));
                });
    }

    @Test
    void noValueOfASecretIsInAnyOtherObject() {
        String secret = "hunter2";
        Rendered rendered =
                Rendered.of(
                        """
                        catalog: {dsn: {valueFrom: null, value: "postgres://a:hunter2@b/c"}}
                        sluice: {catalog: {dsn: "postgres://a:hunter2@b/c"}}
                        objectStore: {s3: {accessKey: {value: hunter2}, secretKey: {value: hunter2}}}
                        admin:
                          internalSigningKey:
                            id: {value: k}
                            privateKey: {value: hunter2}
                            publicKey: {value: p}
                        """);

        Rendered azure =
                Rendered.of(
                        "objectStore: {s3: null, azure: {accessKey: {value: hunter2}, account:"
                                + " {value: plant}}}");

        assertThat(azure.text()).doesNotContain(secret);
        assertThat(rendered.text()).doesNotContain(secret);
        assertThat(rendered.tree("Secret", Credentials.OWN).at("/data").size()).isEqualTo(6);
    }
}
