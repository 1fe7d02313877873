// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.operator.appinstance.AppInstance;
import dev.sluice.testkit.Placeholders;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// AppInstances to try.
public final class Resources {
    private static final Path SHIPPED = Path.of("..", "deploy", "examples");

    private static final String WHOLE =
            """
            apiVersion: kubecfg.dev/v1alpha1
            kind: AppInstance
            metadata: {name: influxdb, namespace: influxdb}
            spec:
              package:
                image: sluice:0.1.0
                apiVersion: influxdata.com/v1alpha1
                spec:
                  catalog: {dsn: {valueFrom: {secretKeyRef: {name: catalog, key: dsn}}}}
                  objectStore: {bucket: plant, s3: {region: eu-central-1}}
                  ingesterStorage: {storage: 2Gi}
                  monitoringStorage: {storage: 1Gi}
            """;

    /// Settings that ask for pods that answer queries alone.
    public static final String QUERIERS = "resources: {querier: {requests: {replicas: 2}}}";

    /// Settings that ask for none, whatever was asked for before.
    public static final String NO_QUERIERS = "resources: {querier: {requests: {replicas: 0}}}";

    /// Settings that ask for pods of each role that can have its own, and for one that stands by.
    public static final String ROLES =
            """
            resources:
              ingester: {requests: {replicas: 2}}
              router: {requests: {replicas: 2}}
              querier: {requests: {replicas: 2}}
              granite: {requests: {replicas: 3}}
              compactor: {requests: {replicas: 1}}
              garbage-collector: {requests: {replicas: 1}}
            """;

    /// Settings of every kind.
    public static final String EVERYTHING =
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
              querier: {requests: {cpu: 500m, memory: 1Gi, replicas: 2}, limits: {memory: 2Gi}}
              router: {requests: {replicas: 1}}
            egress: {customCertificates: {valueFrom: {configMapKeyRef: {name: ca, key: ca.pem}}}}
            observability: {serviceMonitor: {interval: 15s, scrapeTimeout: 10s}}
            featureFlags: [enableDefaultResourceLimits, noMinReadySeconds]
            sluice: {access: {clockSkewSeconds: 5}}
            """;

    private Resources() {}

    /// A file of `deploy/examples`, its placeholders filled.
    public static AppInstance shipped(String name) {
        try {
            return Serialization.unmarshal(
                    Placeholders.filled(Files.readString(SHIPPED.resolve(name))),
                    AppInstance.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What every AppInstance needs, with each text of YAML laid over its settings; null takes a
    /// key away.
    public static AppInstance with(String... settings) {
        AppInstance instance = Serialization.unmarshal(WHOLE, AppInstance.class);
        for (String text : settings) {
            lay(yaml(text), settingsOf(instance));
        }
        return instance;
    }

    /// `spec.package.spec`, to change it.
    public static ObjectNode settingsOf(AppInstance instance) {
        return (ObjectNode) instance.getSpec().at("/package/spec");
    }

    /// Lays a text of YAML over the settings of an AppInstance.
    public static AppInstance changed(AppInstance instance, String settings) {
        lay(yaml(settings), settingsOf(instance));
        return instance;
    }

    /// A text of YAML as a tree.
    public static JsonNode yaml(String text) {
        return Serialization.unmarshal("---\n" + text, JsonNode.class);
    }

    private static void lay(JsonNode over, ObjectNode under) {
        over.properties()
                .forEach(entry -> {
                    if (entry.getValue().isNull()) {
                        under.remove(entry.getKey());
                    } else if (entry.getValue() instanceof ObjectNode inner
                            && under.get(entry.getKey()) instanceof ObjectNode below) {
                        lay(inner, below);
                    } else {
                        under.set(entry.getKey(), entry.getValue());
                    }
                });
    }
}
