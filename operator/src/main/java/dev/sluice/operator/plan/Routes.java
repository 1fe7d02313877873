// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import dev.sluice.operator.appinstance.Ingress;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// OpenShift's Routes: one a host and path.
final class Routes {
    private static final String ANY_HOST = "any";
    private static final Map<String, String> ANNOTATIONS =
            Map.of("haproxy.router.openshift.io/timeout", Ingresses.ANSWER_SECONDS + "s");

    private final Metadata metadata;

    Routes(Metadata metadata) {
        this.metadata = metadata;
    }

    List<HasMetadata> render(Ingress ingress) {
        List<HasMetadata> routes = new ArrayList<>();
        if (ingress.hosts().isEmpty()) {
            Door.ALL.forEach(door -> routes.add(route(null, door, ingress)));
        }
        for (String host : ingress.hosts()) {
            Door.ALL.forEach(door -> routes.add(route(host, door, ingress)));
        }
        return routes;
    }

    private HasMetadata route(@Nullable String host, Door door, Ingress ingress) {
        Map<String, Object> spec = new LinkedHashMap<>();
        if (host != null) {
            spec.put("host", host);
        }
        spec.put("path", door.path());
        spec.put("to", Map.of("kind", "Service", "name", door.role().objectName()));
        spec.put("port", Map.of("targetPort", Services.DATA_PORT));
        if (ingress.tlsSecretName() != null) {
            Map<String, Object> tls = new LinkedHashMap<>();
            tls.put("termination", "edge");
            tls.put("externalCertificate", Map.of("name", ingress.tlsSecretName()));
            spec.put("tls", tls);
        }
        Map<String, String> annotations = new TreeMap<>(ANNOTATIONS);
        annotations.putAll(ingress.template().metadata().annotations());
        String where = (host == null ? ANY_HOST : host) + " " + door.path();
        GenericKubernetesResource route = new GenericKubernetesResource();
        route.setApiVersion("route.openshift.io/v1");
        route.setKind("Route");
        route.setMetadata(
                metadata.of("sluice-" + Metadata.shortHash(where))
                        .withAnnotations(annotations)
                        .build());
        route.setAdditionalProperty("spec", spec);
        return route;
    }
}
