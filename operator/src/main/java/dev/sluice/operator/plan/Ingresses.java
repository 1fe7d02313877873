// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import dev.sluice.operator.appinstance.Ingress;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPathBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLSBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How the cluster is reached from outside: Ingresses, or what `ingress.template` asks for in their
/// place. HTTP and gRPC are two, since controllers treat them differently.
final class Ingresses {
    static final String HTTP = "sluice-http";
    static final String GRPC = "sluice-grpc";

    private static final String NGINX = "nginx.ingress.kubernetes.io/";

    /// How long a proxy waits for an answer: longer than servers work on one, which end queries by
    /// a limit of their own, where the proxies' would be a minute or less.
    static final int ANSWER_SECONDS = 3600;

    /// For the controller that the documentation supposes; bodies have a limit of the server's own.
    private static final Map<String, String> HTTP_ANNOTATIONS =
            Map.of(
                    NGINX + "proxy-body-size",
                    "0",
                    NGINX + "proxy-read-timeout",
                    String.valueOf(ANSWER_SECONDS));

    private static final Map<String, String> GRPC_ANNOTATIONS =
            Map.of(
                    NGINX + "backend-protocol",
                    "GRPC",
                    NGINX + "proxy-read-timeout",
                    String.valueOf(ANSWER_SECONDS));

    private final Cluster cluster;
    private final Metadata metadata;

    Ingresses(Cluster cluster, Metadata metadata) {
        this.cluster = cluster;
        this.metadata = metadata;
    }

    List<HasMetadata> render() {
        Ingress ingress = cluster.settings().ingress();
        if (ingress == null) {
            return List.of();
        }
        return switch (ingress.template().exposure()) {
            case INGRESS -> List.of(http(ingress), grpc(ingress));
            case ROUTE -> new Routes(metadata).render(ingress);
            case GATEWAY -> new Gateways(metadata).render(ingress);
        };
    }

    private HasMetadata http(Ingress ingress) {
        return ingress(HTTP, false, HTTP_ANNOTATIONS, ingress.http().className(), ingress);
    }

    private HasMetadata grpc(Ingress ingress) {
        return ingress(GRPC, true, GRPC_ANNOTATIONS, ingress.grpc().className(), ingress);
    }

    private HasMetadata ingress(
            String name,
            boolean grpc,
            Map<String, String> annotations,
            @Nullable String className,
            Ingress ingress) {
        Map<String, String> all = new TreeMap<>(annotations);
        all.putAll(ingress.template().metadata().annotations());
        return new IngressBuilder()
                .withMetadata(metadata.of(name).withAnnotations(all).build())
                .withNewSpec()
                .withIngressClassName(className == null || className.isBlank() ? null : className)
                .withTls(tls(ingress))
                .withRules(rules(ingress.hosts(), grpc))
                .endSpec()
                .build();
    }

    private static List<IngressTLS> tls(Ingress ingress) {
        return ingress.tlsSecretName() == null
                ? List.of()
                : List.of(
                        new IngressTLSBuilder()
                                .withHosts(ingress.hosts())
                                .withSecretName(ingress.tlsSecretName())
                                .build());
    }

    private static List<IngressRule> rules(List<String> hosts, boolean grpc) {
        List<HTTPIngressPath> paths = Door.of(grpc).stream().map(Ingresses::path).toList();
        return hosts.isEmpty()
                ? List.of(rule(null, paths))
                : hosts.stream().map(host -> rule(host, paths)).toList();
    }

    private static IngressRule rule(@Nullable String host, List<HTTPIngressPath> paths) {
        return new IngressRuleBuilder()
                .withHost(host)
                .withNewHttp()
                .withPaths(paths)
                .endHttp()
                .build();
    }

    private static HTTPIngressPath path(Door door) {
        return new HTTPIngressPathBuilder()
                .withPath(door.path())
                .withPathType("Prefix")
                .withNewBackend()
                .withNewService()
                .withName(door.role().objectName())
                .withNewPort()
                .withName(Services.DATA_PORT)
                .endPort()
                .endService()
                .endBackend()
                .build();
    }
}
