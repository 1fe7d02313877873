// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.appinstance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `ingress`: how the cluster is reached from outside.
///
/// @param hosts names; any when empty
/// @param tlsSecretName the Secret of type `kubernetes.io/tls`; null for no TLS
/// @param http of what speaks HTTP
/// @param grpc of what speaks gRPC
/// @param template what is made
public record Ingress(
        List<String> hosts,
        @Nullable String tlsSecretName,
        Door http,
        Door grpc,
        Template template) {

    /// Absent sections get their defaults; blank names are none.
    public Ingress(
            @Nullable List<String> hosts,
            @Nullable String tlsSecretName,
            @Nullable Door http,
            @Nullable Door grpc,
            @Nullable Template template) {
        this.hosts =
                Objects.requireNonNullElse(hosts, List.<String>of()).stream()
                        .filter(host -> !host.isBlank())
                        .toList();
        this.tlsSecretName =
                tlsSecretName == null || tlsSecretName.isBlank() ? null : tlsSecretName;
        this.http = Objects.requireNonNullElse(http, Door.DEFAULT);
        this.grpc = Objects.requireNonNullElse(grpc, Door.DEFAULT);
        this.template = Objects.requireNonNullElse(template, Template.INGRESS);
    }

    /// The keys below `ingress` from which nothing follows: classes are of Ingresses, selectors of
    /// Gateways.
    List<String> unused() {
        List<String> keys = new ArrayList<>();
        if (template.exposure() != Exposure.INGRESS) {
            if (http.className != null) {
                keys.add("http.className");
            }
            if (grpc.className != null) {
                keys.add("grpc.className");
            }
        }
        if (template.exposure() != Exposure.GATEWAY && !template.selector().isEmpty()) {
            keys.add("template.selector");
        }
        return keys;
    }

    /// One of the two doors.
    ///
    /// @param className of the controller; null for the cluster's default
    public record Door(@Nullable String className) {
        static final Door DEFAULT = new Door(null);
    }

    /// What the objects bear.
    ///
    /// @param annotations of what is made
    public record Metadata(Map<String, String> annotations) {
        /// Absent is none.
        public Metadata(@Nullable Map<String, String> annotations) {
            this.annotations = Map.copyOf(Objects.requireNonNullElse(annotations, Map.of()));
        }
    }

    /// What is made.
    ///
    /// @param apiVersion null for that of an Ingress
    /// @param kind `Ingress`, `Route` or `Gateway`; null for an Ingress
    /// @param metadata of what is made
    /// @param selector of Istio's gateways
    public record Template(
            @Nullable String apiVersion,
            @Nullable String kind,
            Metadata metadata,
            Map<String, String> selector) {
        static final Template INGRESS = new Template(null, null, null, null);
        private static final Map<String, String> KINDS =
                Map.of(
                        "Ingress", "networking.k8s.io/v1",
                        "Route", "route.openshift.io/v1",
                        "Gateway", "networking.istio.io/v1beta1");

        /// @throws IllegalArgumentException for a kind that is not one of the three
        public Template(
                @Nullable String apiVersion,
                @Nullable String kind,
                @Nullable Metadata metadata,
                @Nullable Map<String, String> selector) {
            this.apiVersion = apiVersion;
            this.kind = kind;
            this.metadata = Objects.requireNonNullElse(metadata, new Metadata(null));
            this.selector = Map.copyOf(Objects.requireNonNullElse(selector, Map.of()));
            if ((apiVersion == null) != (kind == null)) {
                throw new IllegalArgumentException("apiVersion and kind belong together");
            }
            if (kind != null && !Objects.equals(KINDS.get(kind), apiVersion)) {
                throw new IllegalArgumentException(
                        "apiVersion and kind must be networking.k8s.io/v1 Ingress,"
                                + " route.openshift.io/v1 Route or networking.istio.io/v1beta1"
                                + " Gateway");
            }
        }

        /// Which of the three.
        public Exposure exposure() {
            return switch (kind) {
                case "Route" -> Exposure.ROUTE;
                case "Gateway" -> Exposure.GATEWAY;
                case null, default -> Exposure.INGRESS;
            };
        }
    }

    /// The three ways.
    public enum Exposure {
        /// Of Kubernetes.
        INGRESS,
        /// Of OpenShift.
        ROUTE,
        /// Of Istio.
        GATEWAY
    }
}
