// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import dev.sluice.operator.appinstance.Ingress;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Istio's Gateway, and the VirtualService that leads from it to the roles.
final class Gateways {
    private static final String API_VERSION = "networking.istio.io/v1beta1";
    private static final String NAME = "sluice";
    private static final Map<String, String> DEFAULT_SELECTOR = Map.of("istio", "ingressgateway");

    private final Metadata metadata;

    Gateways(Metadata metadata) {
        this.metadata = metadata;
    }

    List<HasMetadata> render(Ingress ingress) {
        List<String> hosts = ingress.hosts().isEmpty() ? List.of("*") : ingress.hosts();
        Map<String, String> selector = ingress.template().selector();
        Map<String, Object> gateway = new LinkedHashMap<>();
        gateway.put("selector", new TreeMap<>(selector.isEmpty() ? DEFAULT_SELECTOR : selector));
        gateway.put("servers", List.of(server(ingress, hosts)));
        Map<String, Object> service = new LinkedHashMap<>();
        service.put("hosts", hosts);
        service.put("gateways", List.of(NAME));
        service.put("http", Door.ALL.stream().map(Gateways::route).toList());
        return List.of(
                object("Gateway", ingress, gateway), object("VirtualService", ingress, service));
    }

    private static Map<String, Object> server(Ingress ingress, List<String> hosts) {
        Map<String, Object> server = new LinkedHashMap<>();
        server.put("hosts", hosts);
        if (ingress.tlsSecretName() == null) {
            server.put("port", port(80, "http", "HTTP"));
        } else {
            Map<String, Object> tls = new LinkedHashMap<>();
            tls.put("mode", "SIMPLE");
            tls.put("credentialName", ingress.tlsSecretName());
            server.put("port", port(443, "https", "HTTPS"));
            server.put("tls", tls);
        }
        return server;
    }

    private static Map<String, Object> port(int number, String name, String protocol) {
        Map<String, Object> port = new LinkedHashMap<>();
        port.put("number", number);
        port.put("name", name);
        port.put("protocol", protocol);
        return port;
    }

    private static Map<String, Object> route(Door door) {
        Map<String, Object> destination = new LinkedHashMap<>();
        destination.put("host", door.role().objectName());
        destination.put("port", Map.of("number", ServerFiles.PORT));
        Map<String, Object> route = new LinkedHashMap<>();
        route.put("match", List.of(Map.of("uri", Map.of("prefix", door.path()))));
        route.put("route", List.of(Map.of("destination", destination)));
        return route;
    }

    private HasMetadata object(String kind, Ingress ingress, Map<String, Object> spec) {
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setApiVersion(API_VERSION);
        object.setKind(kind);
        object.setMetadata(
                metadata.of(NAME)
                        .withAnnotations(new TreeMap<>(ingress.template().metadata().annotations()))
                        .build());
        object.setAdditionalProperty("spec", spec);
        return object;
    }
}
