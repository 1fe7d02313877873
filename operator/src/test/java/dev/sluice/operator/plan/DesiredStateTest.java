// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.operator.Resources;
import dev.sluice.testkit.Golden;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every object, looked at by a person.
final class DesiredStateTest {
    private static final String EVERYTHING =
            """
            admin:
              identityProvider: keycloak
              jwksEndpoint: https://id.example/realms/plant/protocol/openid-connect/certs
              users: [{id: "1", firstName: Ada, lastName: Lovelace, email: a, userGroups: [Member]}]
              dsn: {valueFrom: {secretKeyRef: {name: accounts, key: dsn}}}
              internalSigningKey:
                id: {value: k-1}
                privateKey: {valueFrom: {secretKeyRef: {name: keys, key: private}}}
                publicKey: {valueFrom: {configMapKeyRef: {name: keys, key: public}}}
            objectStore:
              s3:
                endpoint: http://minio.minio:9000
                allowHttp: "true"
                accessKey: {value: key}
                secretKey: {valueFrom: {secretKeyRef: {name: minio, key: secret}}}
            ingesterStorage: {storage: 10Gi, storageClassName: fast}
            ingress:
              hosts: [db.example, db.internal]
              tlsSecretName: ingress-tls
              http: {className: nginx}
              grpc: {className: nginx-grpc}
              template: {metadata: {annotations: {cert-manager.io/cluster-issuer: main}}}
            images: {registryOverride: registry.example}
            hostingEnvironment: {aws: {eksRoleArn: "arn:aws:iam::1:role/sluice"}}
            components:
              common:
                log: {filters: [info]}
                template:
                  containers: {iox: {env: {EVERYWHERE: "1"}}}
                  metadata: {annotations: {a: b}, labels: {team: plant}}
                  tolerations: [{key: dedicated, operator: Exists, effect: NoSchedule}]
              querier:
                log: {filters: [debug, "h2=off"]}
                template:
                  affinity:
                    nodeAffinity:
                      requiredDuringSchedulingIgnoredDuringExecution:
                        nodeSelectorTerms: [{matchExpressions: [{key: disk, operator: Exists}]}]
                  containers: {iox: {env: {INFLUXDB_IOX_EXEC_MEM_POOL_BYTES: "1"}}}
                  nodeSelector: {pool: fast}
            resources:
              querier: {requests: {cpu: 500m, memory: 1Gi, replicas: 1}, limits: {memory: 2Gi}}
              router: {requests: {replicas: 1}}
            egress: {customCertificates: {valueFrom: {configMapKeyRef: {name: ca, key: ca.pem}}}}
            observability: {serviceMonitor: {interval: 15s, scrapeTimeout: 10s}}
            featureFlags: [enableDefaultResourceLimits, noMinReadySeconds]
            sluice: {access: {clockSkewSeconds: 5}}
            """;

    @Test
    void keycloakByRole() {
        Golden.check(
                "keycloak.yaml",
                Rendered.of(Resources.shipped("keycloak-appinstance.yaml")).text());
    }

    @Test
    void oneProcess() {
        Golden.check(
                "single-process.yaml",
                Rendered.of(
                                Resources.changed(
                                        Resources.shipped("keycloak-appinstance.yaml"),
                                        "{featureFlags: [singleProcess]}"))
                        .text());
    }

    @Test
    void everyKey() {
        Golden.check("everything.yaml", Rendered.of(EVERYTHING).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth0", "entra"})
    void theOtherProvidersDifferInOneFile(String provider) {
        Rendered other = Rendered.of(Resources.shipped(provider + "-appinstance.yaml"));
        Rendered keycloak = Rendered.of(Resources.shipped("keycloak-appinstance.yaml"));

        Golden.check(
                provider + ".yaml",
                Serialization.asYaml(other.tree("ConfigMap", ServerFiles.ADMIN_MAP)));
        assertThat(without(ServerFiles.ADMIN_MAP, other))
                .isEqualTo(without(ServerFiles.ADMIN_MAP, keycloak));
    }

    private static List<HasMetadata> without(String name, Rendered rendered) {
        return rendered.objects().stream()
                .filter(object -> !object.getMetadata().getName().equals(name))
                .toList();
    }

    @Test
    void theSameAppInstanceGivesTheSameObjects() {
        assertThat(Rendered.of(EVERYTHING).text()).isEqualTo(Rendered.of(EVERYTHING).text());
    }

    @Test
    void everyObjectBelongsToTheAppInstance() {
        assertThat(Rendered.of(EVERYTHING).objects())
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
                        objectStore: {s3: {accessKey: {value: hunter2}, secretKey: {value: hunter2}}}
                        admin:
                          internalSigningKey:
                            id: {value: k}
                            privateKey: {value: hunter2}
                            publicKey: {value: p}
                        """);

        assertThat(rendered.text()).doesNotContain(secret);
        assertThat(rendered.tree("Secret", Credentials.OWN).at("/data").size()).isEqualTo(6);
    }
}
