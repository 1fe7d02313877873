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
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
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
    private final KubernetesClient client;
    private final String namespace;

    private ApiServer(
            @Nullable KubernetesMockServer memory, KubernetesClient client, String namespace) {
        this.memory = memory;
        this.client = client;
        this.namespace = namespace;
    }

    /// Starts or connects.
    public static ApiServer start() {
        KubernetesServer real = KubernetesServer.ofThisRun();
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
        server.client
                .resource(Serialization.unmarshal(read(DEFINITION), CustomResourceDefinition.class))
                .forceConflicts()
                .serverSideApply();
        server.awaitDefinition();
        return server;
    }

    private void awaitDefinition() {
        var _ =
                client.apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName("appinstances.kubecfg.dev")
                        .waitUntilCondition(
                                ApiServer::isEstablished, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static boolean isEstablished(@Nullable CustomResourceDefinition definition) {
        return definition != null
                && definition.getStatus() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                condition.getType().equals("Established")
                                        && condition.getStatus().equals("True"));
    }

    private static ApiServer inMemory() {
        KubernetesMockServer memory =
                new KubernetesMockServer(
                        new Context(),
                        new MockWebServer(),
                        new HashMap<>(),
                        new ApplyDispatcher(),
                        false);
        memory.init();
        return new ApiServer(memory, memory.createClient(), "influxdb");
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
