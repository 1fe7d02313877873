// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.operator.Resources;
import dev.sluice.operator.appinstance.AppInstanceStatus;
import dev.sluice.operator.appinstance.Condition;
import dev.sluice.operator.kubernetes.ApiServer;
import dev.sluice.operator.reconcile.PassObserver.Result;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.MovingClock;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an AppInstance tells after a pass on an API server (admin.md 6.3).
final class ConditionsTest {
    /// A Deployment whose pods are not those that the operator asks for, which cannot be changed.
    private static final Deployment OTHER_PODS =
            Serialization.unmarshal(
                    """
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: iox-shared-querier}
                    spec:
                      selector: {matchLabels: {other: pods}}
                      template:
                        metadata: {labels: {other: pods}}
                        spec: {containers: [{name: c, image: i}]}
                    """,
                    Deployment.class);

    private final Passes passes = new Passes();
    private final ApiServer api = passes.api();
    private final MovingClock clock = passes.clock();

    @AfterEach
    void stop() {
        passes.close();
    }

    @Test
    void aKindThatTheServerDoesNotKnowIsTold() {
        api.apply(Resources.with("observability: {serviceMonitor: {}}"));
        passes.run();

        assertThat(passes.condition(Condition.READY).message())
                .isEqualTo(
                        api.knows(ManagedKind.SERVICE_MONITOR)
                                ? "the objects are applied"
                                : "ServiceAccount/sluice created\n"
                                        + "the API server knows no ServiceMonitor of"
                                        + " monitoring.coreos.com/v1: install what defines it, or"
                                        + " do not ask for it");
    }

    @Test
    @Conforms("A-186")
    void conditionsFollowTheTable() {
        api.apply(Resources.with(Passes.ADMIN));
        passes.run();
        Condition reconciled = passes.condition(Condition.RECONCILIER);
        Condition ready = passes.condition(Condition.READY);
        assertThat(reconciled.reason()).isEqualTo("Succeeded");
        assertThat(reconciled.status()).isEqualTo("True");
        assertThat(reconciled.lastTransitionTime()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(ready.status()).isEqualTo("True");
        assertThat(ready.reason()).isEqualTo("JobCompletedSuccessfully");
        assertThat(ready.observedGeneration())
                .isEqualTo(api.get(Passes.NAME).getMetadata().getGeneration());

        clock.advance(Duration.ofMinutes(1));
        api.apply(Resources.with(Passes.ADMIN, "resources: {ingester: {requests: {cpu: 2}}}"));
        passes.run();
        assertThat(passes.condition(Condition.READY).lastTransitionTime())
                .as("still ready, so no transition")
                .isEqualTo("2026-03-01T12:00:00Z");
        assertThat(passes.condition(Condition.READY).observedGeneration())
                .isGreaterThan(Objects.requireNonNull(ready.observedGeneration()));

        clock.advance(Duration.ofMinutes(1));
        api.apply(Resources.with(Passes.ADMIN, "admin: {jwksEndpoint: 'https://['}"));
        assertThat(passes.run()).as("only a change helps").isNull();
        assertThat(passes.condition(Condition.RECONCILIER).status()).isEqualTo("False");
        assertThat(passes.condition(Condition.RECONCILIER).reason()).isEqualTo("Failed");
        assertThat(passes.condition(Condition.READY).status()).isEqualTo("False");
        assertThat(passes.condition(Condition.READY).reason()).isEqualTo("Failed");
        assertThat(passes.condition(Condition.READY).lastTransitionTime())
                .isEqualTo("2026-03-01T12:02:00Z");
        assertThat(passes.condition(Condition.READY).message())
                .isEqualTo(
                        "Cannot launch installation job: admin.jwksEndpoint must be an absolute"
                                + " http or https URL without user and fragment");
        assertThat(passes.seen().results())
                .containsExactly(Result.APPLIED, Result.APPLIED, Result.MISTAKEN);
    }

    @Test
    void aPassThatBreaksIsTold() {
        SeenPasses seen = new SeenPasses();
        KubernetesClient away =
                Passes.played(
                        KubernetesClient.class,
                        (_, _, _) -> {
                            throw new KubernetesClientException("away");
                        });
        AppInstanceReconciler reconciler = new AppInstanceReconciler(away, "image", clock, seen);

        assertThatThrownBy(() -> reconciler.reconcile(Resources.with(), Passes.NOT_DELETED))
                .hasMessage("away");

        assertThat(seen.results()).containsExactly(Result.BROKEN);
    }

    @Test
    @Conforms("A-186")
    void whileASpecIsWorkedOnReadyStaysAsItWas() {
        AppInstanceStatus ready =
                new Conditions(AppInstanceStatus.NONE, 1L, clock, null).succeeded(Map.of(), 1);

        AppInstanceStatus started = new Conditions(ready, 2L, clock, null).started();

        Condition reconciled = Objects.requireNonNull(started.find(Condition.RECONCILIER));
        assertThat(reconciled.status()).isEqualTo("False");
        assertThat(reconciled.reason()).isEqualTo("ExpandingTemplate");
        assertThat(started.find(Condition.READY)).isEqualTo(ready.find(Condition.READY));
        assertThat(new Conditions(AppInstanceStatus.NONE, 1L, clock, null).started().conditions())
                .hasSize(1);
    }

    @Test
    @Conforms("A-186")
    void anObjectThatIsRefusedIsToldWithFirstAndLastLine() {
        api.apply(Resources.with(Passes.ADMIN, Resources.QUERIERS));
        Deployment other = api.client().resource(OTHER_PODS).inNamespace(api.namespace()).create();

        assertThat(passes.run()).isEqualTo(Duration.ofSeconds(60));

        assertThat(passes.condition(Condition.RECONCILIER).status()).isEqualTo("True");
        assertThat(passes.condition(Condition.RECONCILIER).reason()).isEqualTo("Failed");
        assertThat(passes.condition(Condition.READY).reason()).isEqualTo("JobFailed");
        assertThat(passes.condition(Condition.READY).message())
                .startsWith("ServiceAccount/sluice created\n")
                .contains("iox-shared-querier")
                .contains("field is immutable");
        assertThat(passes.log()).contains("Deployment/iox-shared-querier could not be applied");

        api.client().resource(other).delete();
        assertThat(passes.run()).isNull();
        assertThat(passes.condition(Condition.READY).status()).isEqualTo("True");
        assertThat(passes.seen().results()).containsExactly(Result.FAILED, Result.APPLIED);
    }

    /// What stands in the AppInstance itself and reaches the servers as a variable is read by their
    /// rules, too, and told by the key that it has there.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    objectStore: {s3: null, azure: {account: {value: Hidden_1}, accessKey: {value: QUJD}}} | objectStore.azure.account must be 3 to 24 lower-case letters and digits
                    objectStore: {s3: null, azure: {account: {value: plant}, accessKey: {value: Hidden_1}}} | objectStore.azure.accessKey must be a key of the account, in Base64
                    catalog: {dsn: {valueFrom: null, value: 'postgres://a:Hidden_1@b:port/c'}} | catalog.dsn is no address: Catalog DSN error: invalid port number; special characters of user, password and database must be percent-encoded
                    """)
    void aValueThatCannotBeOneIsRefused(String settings, String problem) {
        api.apply(Resources.with(Passes.ADMIN, settings));

        assertThat(passes.run()).isNull();

        assertThat(passes.condition(Condition.READY).message())
                .isEqualTo("Cannot launch installation job: " + problem);
        assertThat(passes.status().toString()).doesNotContain("Hidden_1");
        assertThat(api.objects()).isEmpty();
    }

    @Test
    void whatHasNoEffectIsTold() {
        api.apply(
                Resources.with(
                        Passes.ADMIN,
                        "components: {granite: {log: {filters: [info]}}, querier: {log: {filters: [info]},"
                                + " template: {containers: {iox: {}, sidecar: {env: {A: b}}}}}}",
                        "resources: {prometheus: {limits: {cpu: 1}}, querier: {limits: {cpu: 1}}}",
                        "observability: {retention: 12h}",
                        "featureFlags: [localTracing, noPrometheus]"));
        passes.run();
        assertThat(passes.status().conditions())
                .extracting(Condition::type)
                .containsExactly(Condition.RECONCILIER, Condition.WITHOUT_EFFECT, Condition.READY);
        assertThat(passes.condition(Condition.WITHOUT_EFFECT).status()).isEqualTo("True");
        assertThat(passes.condition(Condition.WITHOUT_EFFECT).message())
                .isEqualTo(
                        "nothing follows from components.granite, components.querier.log.filters,"
                                + " components.querier.template.containers.sidecar,"
                                + " featureFlags: localTracing, monitoringStorage,"
                                + " observability.retention, resources.prometheus,"
                                + " resources.querier");

        api.apply(Resources.with(Passes.ADMIN, "admin: {jwksEndpoint: 'https://['}"));
        passes.run();
        assertThat(passes.condition(Condition.WITHOUT_EFFECT).message())
                .as("of what was read last")
                .contains("components.granite");

        api.apply(Resources.with(Passes.ADMIN));
        passes.run();
        assertThat(passes.condition(Condition.WITHOUT_EFFECT).message())
                .isEqualTo("nothing follows from monitoringStorage");
    }

    /// One pod of the ingester's size, on the ingester's nodes, with one catalog.
    @Test
    void whatOneProcessDoesNotUseIsTold() {
        api.apply(
                Resources.with(
                        Passes.ADMIN,
                        "admin: {dsn: {value: postgres://a}}",
                        """
                        components:
                          common: {template: {nodeSelector: {a: b}}}
                          querier:
                            template:
                              affinity: {nodeAffinity: {}}
                              containers: {iox: {env: {BOTH: q, ONE: q, SAME: s}}}
                              metadata: {labels: {team: q, side: q}}
                              nodeSelector: {pool: fast}
                              tolerations: [{key: a, operator: Exists}]
                          ingester:
                            template:
                              containers: {iox: {env: {BOTH: i, SAME: s}}}
                              metadata: {labels: {team: i}}
                              nodeSelector: {pool: slow}
                        resources:
                          ingester: {requests: {cpu: 1}, limits: {cpu: 1}}
                          querier: {limits: {cpu: 1}}
                          router: {requests: {cpu: 3}}
                          compactor: {requests: {}, limits: {}}
                        """));
        passes.run();

        assertThat(passes.condition(Condition.READY).status()).isEqualTo("True");
        assertThat(passes.condition(Condition.WITHOUT_EFFECT).message())
                .isEqualTo(
                        "nothing follows from admin.dsn,"
                                + " components.querier.template.affinity,"
                                + " components.querier.template.containers.iox.env.BOTH,"
                                + " components.querier.template.metadata.labels.team,"
                                + " components.querier.template.nodeSelector, monitoringStorage,"
                                + " resources.querier, resources.router");
    }

    /// What is said of queriers belongs to them, where there are any, and what is common reaches
    /// both kinds of pods.
    @Test
    void whatQueriersUseIsNotTold() {
        String components =
                """
                components:
                  common:
                    template:
                      containers: {iox: {env: {A: c, B: c, C: c}}}
                      metadata: {labels: {team: c}}
                  querier:
                    template:
                      affinity: {nodeAffinity: {}}
                      containers: {iox: {env: {A: q, B: q}}}
                      nodeSelector: {pool: fast}
                  ingester:
                    template:
                      containers: {iox: {env: {A: i, C: i}}}
                      metadata: {labels: {team: i}}
                resources: {querier: {requests: {cpu: 1}, limits: {cpu: 1}}}
                """;
        api.apply(Resources.with(Passes.ADMIN, components, Resources.QUERIERS));
        passes.run();
        assertThat(passes.condition(Condition.WITHOUT_EFFECT).message())
                .isEqualTo(
                        "nothing follows from"
                                + " components.common.template.containers.iox.env.A,"
                                + " monitoringStorage");

        api.apply(Resources.with(Passes.ADMIN, components, Resources.NO_QUERIERS));
        passes.run();
        assertThat(passes.condition(Condition.WITHOUT_EFFECT).message())
                .isEqualTo(
                        "nothing follows from"
                                + " components.common.template.containers.iox.env.A,"
                                + " components.common.template.containers.iox.env.B,"
                                + " components.common.template.containers.iox.env.C,"
                                + " components.common.template.metadata.labels.team,"
                                + " components.querier.template.affinity,"
                                + " components.querier.template.containers.iox.env.A,"
                                + " components.querier.template.nodeSelector, monitoringStorage,"
                                + " resources.querier");
    }

    /// What is said of components with pods of their own reaches these.
    @Test
    void whatOtherPodsUseIsNotTold() {
        String words =
                """
                components:
                  router: {template: {nodeSelector: {a: b}}}
                  granite: {template: {nodeSelector: {a: b}, containers: {iox: {env: {A: b}}}}}
                  compactor: {template: {nodeSelector: {a: b}}}
                  garbage-collector: {template: {affinity: {nodeAffinity: {}}}}
                resources:
                  router: {requests: {cpu: 1}}
                  granite: {requests: {cpu: 1}}
                  compactor: {requests: {cpu: 1}}
                  garbage-collector: {requests: {cpu: 1}}
                """;
        api.apply(Resources.with(Passes.ADMIN, words));
        passes.run();
        assertThat(passes.condition(Condition.WITHOUT_EFFECT).message())
                .isEqualTo(
                        "nothing follows from components.compactor.template.nodeSelector,"
                                + " components.garbage-collector.template.affinity,"
                                + " components.granite, components.router.template.nodeSelector,"
                                + " monitoringStorage, resources.compactor,"
                                + " resources.garbage-collector, resources.granite,"
                                + " resources.router");

        api.apply(Resources.with(Passes.ADMIN, words, Resources.ROLES));
        passes.run();
        assertThat(passes.condition(Condition.WITHOUT_EFFECT).message())
                .isEqualTo("nothing follows from monitoringStorage");
    }

    /// Variables of the reference product reach the pods, but servers read only some, and queriers
    /// only what concerns queries.
    @Test
    void aVariableThatNobodyReadsIsTold() {
        String variables =
                """
                components:
                  common: {template: {containers: {iox: {env: {INFLUXDB_IOX_GC_TABLE_LIMIT: "7"}}}}}
                  router: {template: {containers: {iox: {env: {INFLUXDB_IOX_RPC_WRITE_REPLICAS: "1", OURS: "1"}}}}}
                  querier:
                    template:
                      containers:
                        iox:
                          env:
                            INFLUXDB_IOX_EXEC_MEM_POOL_BYTES: "1"
                            INFLUXDB_IOX_MAX_HTTP_REQUESTS: "7"
                            SLUICE_QUERY_THREADS: "2"
                """;
        String told =
                "components.querier.template.containers.iox.env.INFLUXDB_IOX_EXEC_MEM_POOL_BYTES,"
                        + "%s components.router.template.containers.iox.env"
                        + ".INFLUXDB_IOX_RPC_WRITE_REPLICAS, monitoringStorage";
        api.apply(Resources.with(Passes.ADMIN, variables));
        passes.run();
        assertThat(passes.condition(Condition.WITHOUT_EFFECT).message())
                .isEqualTo("nothing follows from " + told.formatted(""));

        api.apply(Resources.with(Passes.ADMIN, variables, Resources.QUERIERS));
        passes.run();
        assertThat(passes.condition(Condition.WITHOUT_EFFECT).message())
                .isEqualTo(
                        "nothing follows from "
                                + told.formatted(
                                        " components.querier.template.containers.iox.env"
                                                + ".INFLUXDB_IOX_MAX_HTTP_REQUESTS,"));
    }

    /// More than one are a server and those that stand by for it, unless nobody else can read its
    /// log.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | {}                      | ''",
                "3 | {log: {inBucket: true}} | ''",
                "1 | {}                      | ''",
                "2 | {log: {inBucket: false}} | ', resources.ingester.requests.replicas'",
                "0 | {}                      | ', resources.ingester.requests.replicas'"
            })
    void replicasOfIngestersAreToldWhereNobodyCanStandBy(int replicas, String sluice, String told) {
        api.apply(
                Resources.with(
                        Passes.ADMIN,
                        "resources: {ingester: {requests: {replicas: %d}}}".formatted(replicas),
                        "sluice: " + sluice));
        passes.run();
        assertThat(passes.condition(Condition.READY).status()).isEqualTo("True");
        assertThat(passes.condition(Condition.WITHOUT_EFFECT).message())
                .isEqualTo("nothing follows from monitoringStorage" + told);
    }

    /// Images that there are not, doors of another kind, and settings that a cluster has its own
    /// of.
    @Test
    void whatTheClusterHasItsOwnOfIsTold() {
        api.apply(
                Resources.with(
                        Passes.ADMIN,
                        """
                        images:
                          registryOverride: registry.example
                          overrides:
                            - {name: iox/iox, newFQIN: 'other.example/iox:1'}
                            - {name: sluice, newFQIN: 'other.example/sluice:1'}
                        ingress: {template: {selector: {istio: ingressgateway}}}
                        sluice:
                          http: {port: 80, shutdownGraceSeconds: 5}
                          catalog: {dsn: "postgres://a:hunter2@b/c"}
                        """));
        passes.run();

        assertThat(passes.condition(Condition.READY).status()).isEqualTo("True");
        assertThat(passes.condition(Condition.WITHOUT_EFFECT).message())
                .isEqualTo(
                        "nothing follows from images.overrides[0], images.registryOverride,"
                                + " ingress.template.selector, monitoringStorage, sluice.catalog,"
                                + " sluice.http.port");
        assertThat(api.objects().values().stream().map(String::valueOf))
                .as("no ConfigMap has it")
                .noneMatch(object -> object.contains("hunter2"));
    }

    @Test
    void nothingIsToldOfWhatIsSoAnyway() {
        api.apply(
                Resources.with(
                        Passes.ADMIN,
                        "admin: {dsn: {valueFrom: {secretKeyRef: {name: catalog, key: dsn}}}}",
                        "resources: {ingester: {requests: {replicas: 1}}}",
                        Resources.NO_QUERIERS));
        passes.run();
        assertThat(passes.condition(Condition.WITHOUT_EFFECT).message())
                .isEqualTo("nothing follows from monitoringStorage");
    }

    /// Each kind of pods is checked with the files and variables that it gets.
    @Test
    void aVariableThatAQuerierWouldRefuseIsToldBefore() {
        api.apply(
                Resources.with(
                        "components: {querier: {template: {containers: {iox: {env:"
                                + " {SLUICE_CLUSTER_INGESTER: here}}}}}}",
                        Resources.QUERIERS));
        passes.run();

        assertThat(passes.condition(Condition.READY).message())
                .startsWith("Cannot launch installation job: SLUICE_CLUSTER_INGESTER must be");
        assertThat(api.objects()).isEmpty();
    }

    @Test
    void everyMistakeOfAdminIsToldAndNothingChanges() {
        api.apply(Resources.with(Passes.ADMIN));
        passes.run();
        Map<String, JsonNode> before = api.objects();

        api.apply(
                Resources.with(Passes.ADMIN, "admin: {jwksEndpoint: 'https://[', issuer: {a: b}}"));
        passes.run();

        assertThat(Passes.difference(before, api.objects())).isEmpty();
        assertThat(passes.condition(Condition.READY).message())
                .contains("admin.jwksEndpoint must be")
                .contains("admin.issuer must be");
    }

    @Test
    void aVariableThatTheServerWouldRefuseIsToldBefore() {
        api.apply(
                Resources.with(
                        "components: {garbage-collector: {template: {containers: {iox: {env:"
                                + " {INFLUXDB_IOX_GC_PARQUETFILE_CUTOFF: 1h}}}}}}"));
        passes.run();

        assertThat(passes.condition(Condition.READY).message())
                .startsWith("Cannot launch installation job: INFLUXDB_IOX_GC_PARQUETFILE_CUTOFF");
    }
}
