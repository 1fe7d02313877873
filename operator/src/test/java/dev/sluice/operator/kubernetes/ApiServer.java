// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.operator.appinstance.AppInstance;
import dev.sluice.operator.reconcile.ManagedKind;
import dev.sluice.testkit.KubernetesServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An API server that knows AppInstances, and an empty namespace of it.
///
/// It is the one in memory, unless this run has a real one ([KubernetesServer]), on which a
/// namespace is made and removed again.
public final class ApiServer implements AutoCloseable {
    private static final Path DEFINITION =
            Path.of("..", "deploy", "chart", "crds", "appinstances.yaml");

    /// A test that has to wait this long has failed.
    private static final long PATIENCE_SECONDS = 120;

    private final @Nullable KubernetesMockServer memory;
    private final ApplyDispatcher dispatcher;
    private final KubernetesClient client;
    private final String namespace;

    private ApiServer(
            @Nullable KubernetesMockServer memory,
            ApplyDispatcher dispatcher,
            KubernetesClient client,
            String namespace) {
        this.memory = memory;
        this.dispatcher = dispatcher;
        this.client = client;
        this.namespace = namespace;
    }

    /// Starts or connects.
    public static ApiServer start() {
        KubernetesServer real =
                KubernetesServer.ofThisRun(System.getenv(KubernetesServer.DIRECTORY));
        return prepared(real == null ? inMemory() : connected(real.kubeconfig()));
    }

    /// Connects.
    ///
    /// @param kubeconfig names server and user
    static ApiServer start(Path kubeconfig) {
        return prepared(connected(kubeconfig));
    }

    private static ApiServer connected(Path kubeconfig) {
        return new ApiServer(
                null,
                new ApplyDispatcher(),
                new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(read(kubeconfig)))
                        .build(),
                "sluice-test-" + UUID.randomUUID());
    }

    private static ApiServer prepared(ApiServer server) {
        server.client
                .resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(server.namespace)
                                .endMetadata()
                                .build())
                .create();
        new Definitions(server.client)
                .apply(Serialization.unmarshal(read(DEFINITION), CustomResourceDefinition.class));
        return server;
    }

    private static ApiServer inMemory() {
        ApplyDispatcher dispatcher = new ApplyDispatcher();
        KubernetesMockServer memory =
                new KubernetesMockServer(
                        new Context(), new MockWebServer(), new HashMap<>(), dispatcher, false);
        memory.init();
        return new ApiServer(memory, dispatcher, memory.createClient(), "influxdb");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Connected to it, as one who may everything.
    public KubernetesClient client() {
        return client;
    }

    /// Another connection, to be closed by who uses it.
    public KubernetesClient connect() {
        return new KubernetesClientBuilder().withConfig(client.getConfiguration()).build();
    }

    /// A way to it that can be cut, to be closed by who uses it.
    public Cable cable() {
        URL url = client.getMasterUrl();
        return new Cable(new InetSocketAddress(url.getHost(), url.getPort()));
    }

    /// Another connection, by a way that can be cut, to be closed by who uses it.
    public KubernetesClient connect(Cable cable) {
        URL url = client.getMasterUrl();
        return new KubernetesClientBuilder()
                .withConfig(
                        new ConfigBuilder(client.getConfiguration())
                                .withMasterUrl(url.getProtocol() + "://127.0.0.1:" + cable.port())
                                .build())
                .build();
    }

    /// A connection with the rights of an account of the namespace, which must have some, to be
    /// closed by who uses it.
    public KubernetesClient connectAs(String account) {
        Rights rights = Rights.of(client, namespace, account);
        String token = memory == null ? token(account) : account;
        dispatcher.limit(token, rights);
        Config config = client.getConfiguration();
        KubernetesClient limited =
                new KubernetesClientBuilder()
                        .withConfig(
                                new ConfigBuilder(Config.empty())
                                        .withMasterUrl(config.getMasterUrl())
                                        .withTrustCerts(config.isTrustCerts())
                                        .withCaCertFile(config.getCaCertFile())
                                        .withCaCertData(config.getCaCertData())
                                        .withHttp2Disable(config.isHttp2Disable())
                                        .withOauthToken(token)
                                        .build())
                        .build();
        if (memory == null) {
            awaitRight(limited, rights.rules().getLast());
        }
        return limited;
    }

    private String token(String account) {
        String answer =
                client.raw(
                        "/api/v1/namespaces/%s/serviceaccounts/%s/token"
                                .formatted(namespace, account),
                        "POST",
                        Map.of(
                                "apiVersion",
                                "authentication.k8s.io/v1",
                                "kind",
                                "TokenRequest",
                                "spec",
                                Map.of()));
        return Serialization.unmarshal(answer, JsonNode.class).at("/status/token").asText();
    }

    /// A real server takes a moment until it knows what it was told of rights.
    private void awaitRight(KubernetesClient limited, PolicyRule rule) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        SelfSubjectAccessReview question =
                new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withNewResourceAttributes()
                        .withNamespace(namespace)
                        .withGroup(rule.getApiGroups().getFirst())
                        .withResource(rule.getResources().getFirst())
                        .withVerb(rule.getVerbs().getFirst())
                        .endResourceAttributes()
                        .endSpec()
                        .build();
        while (!limited.authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(question)
                .getStatus()
                .getAllowed()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no right to " + rule);
            }
        }
    }

    /// Makes the kinds known that are others' (Routes, Gateways, ServiceMonitors), unless they are.
    public void defineKindsOfOthers() {
        new Definitions(client).applyOthers();
    }

    /// Whether a kind of others' is defined.
    public boolean knows(ManagedKind kind) {
        return new Definitions(client).has(kind);
    }

    /// What Kubernetes' standard "restricted", once it is enforced here, has against a pod; empty
    /// for one that is admitted. Its account must be there.
    ///
    /// @param template of the pod
    public String restricted(PodTemplateSpec template) {
        if (memory != null) {
            return String.join(", ", RestrictedPods.problems(template.getSpec()));
        }
        try {
            client.resource(
                            new PodBuilder()
                                    .withNewMetadata()
                                    .withNamespace(namespace)
                                    .withName("tried")
                                    .endMetadata()
                                    .withSpec(template.getSpec())
                                    .build())
                    .dryRun()
                    .create();
            return "";
        } catch (KubernetesClientException refused) {
            return refused.getStatus().getMessage();
        }
    }

    /// Lets the namespace admit what the standard "restricted" allows, and nothing else.
    public void restrict() {
        client.namespaces()
                .withName(namespace)
                .edit(space -> {
                    space.getMetadata()
                            .setLabels(Map.of("pod-security.kubernetes.io/enforce", "restricted"));
                    return space;
                });
    }

    /// The namespace.
    public String namespace() {
        return namespace;
    }

    /// `kubectl apply` of an AppInstance.
    public AppInstance apply(AppInstance instance) {
        AppInstance own = Serialization.clone(instance);
        own.getMetadata().setNamespace(namespace);
        own.getMetadata().setManagedFields(null);
        own.getMetadata().setResourceVersion(null);
        own.setStatus(null);
        return client.resource(own).fieldManager("kubectl").forceConflicts().serverSideApply();
    }

    /// `kubectl get` of an AppInstance.
    public AppInstance get(String name) {
        return client.resources(AppInstance.class).inNamespace(namespace).withName(name).require();
    }

    /// One of [#objects], which must be there.
    public JsonNode object(String name) {
        JsonNode object = objects().get(name);
        if (object == null) {
            throw new AssertionError(name + " is not there");
        }
        return object;
    }

    /// Every managed object of the namespace as `Kind/name`, with all that its owner says of it.
    public Map<String, JsonNode> objects() {
        Map<String, JsonNode> objects = new TreeMap<>();
        for (ManagedKind kind : ManagedKind.values()) {
            for (GenericKubernetesResource object : list(kind)) {
                ObjectNode tree =
                        Serialization.unmarshal(Serialization.asJson(object), ObjectNode.class);
                tree.remove("status");
                ((ObjectNode) tree.get("metadata"))
                        .remove(List.of("managedFields", "resourceVersion", "generation"));
                objects.put(kind.kind() + "/" + object.getMetadata().getName(), tree);
            }
        }
        return objects;
    }

    private List<GenericKubernetesResource> list(ManagedKind kind) {
        ResourceDefinitionContext context =
                new ResourceDefinitionContext.Builder()
                        .withGroup(kind.group())
                        .withVersion(kind.version())
                        .withKind(kind.kind())
                        .withPlural(kind.plural())
                        .withNamespaced(true)
                        .build();
        try {
            return client.genericKubernetesResources(context)
                    .inNamespace(namespace)
                    .list()
                    .getItems();
        } catch (KubernetesClientException unknown) {
            return List.of();
        }
    }

    @Override
    public void close() {
        if (memory == null) {
            var _ = client.namespaces().withName(namespace).delete();
        }
        client.close();
        if (memory != null) {
            memory.destroy();
        }
    }
}
