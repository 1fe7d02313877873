// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.appinstance;

import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.PodAntiAffinity;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `components.<component>`: how a component's pods run.
///
/// @param log what is logged
/// @param template of its pods
public record Component(Log log, Template template) {
    /// The main container's name (admin.md 6.4).
    public static final String MAIN_CONTAINER = "iox";

    /// Nothing in particular.
    public static final Component DEFAULT = new Component(null, null);

    /// Absent is nothing in particular.
    public Component(@Nullable Log log, @Nullable Template template) {
        this.log = Objects.requireNonNullElse(log, new Log(null));
        this.template =
                Objects.requireNonNullElse(template, new Template(null, null, null, null, null));
    }

    /// What is logged.
    ///
    /// @param filters as in `RUST_LOG`
    public record Log(List<String> filters) {
        /// Absent is none.
        public Log(@Nullable List<String> filters) {
            this.filters = List.copyOf(Objects.requireNonNullElse(filters, List.of()));
        }
    }

    /// Where pods like to be.
    ///
    /// @param nodeAffinity which nodes
    /// @param podAntiAffinity which pods not to stand beside
    public record Affinity(
            @Nullable NodeAffinity nodeAffinity, @Nullable PodAntiAffinity podAntiAffinity) {}

    /// One container.
    ///
    /// @param env variables and their values
    public record Container(Map<String, String> env) {
        /// Absent is none.
        public Container(@Nullable Map<String, String> env) {
            this.env = Map.copyOf(Objects.requireNonNullElse(env, Map.of()));
        }
    }

    /// What each pod bears.
    ///
    /// @param annotations of each pod
    /// @param labels of each pod
    public record Metadata(Map<String, String> annotations, Map<String, String> labels) {
        /// Absent is none.
        public Metadata(
                @Nullable Map<String, String> annotations, @Nullable Map<String, String> labels) {
            this.annotations = Map.copyOf(Objects.requireNonNullElse(annotations, Map.of()));
            this.labels = Map.copyOf(Objects.requireNonNullElse(labels, Map.of()));
        }
    }

    /// Of the pods.
    ///
    /// @param affinity where pods like to be
    /// @param containers by name
    /// @param metadata of each pod
    /// @param nodeSelector labels of the nodes
    /// @param tolerations what is put up with
    public record Template(
            Affinity affinity,
            Map<String, Container> containers,
            Metadata metadata,
            Map<String, String> nodeSelector,
            List<Toleration> tolerations) {
        /// Absent is nothing in particular.
        public Template(
                @Nullable Affinity affinity,
                @Nullable Map<String, Container> containers,
                @Nullable Metadata metadata,
                @Nullable Map<String, String> nodeSelector,
                @Nullable List<Toleration> tolerations) {
            this.affinity = Objects.requireNonNullElse(affinity, new Affinity(null, null));
            this.containers = Map.copyOf(Objects.requireNonNullElse(containers, Map.of()));
            this.metadata = Objects.requireNonNullElse(metadata, new Metadata(null, null));
            this.nodeSelector = Map.copyOf(Objects.requireNonNullElse(nodeSelector, Map.of()));
            this.tolerations = List.copyOf(Objects.requireNonNullElse(tolerations, List.of()));
        }
    }

    /// The main container's variables, by name.
    public Map<String, String> variables() {
        Container main = template.containers.get(MAIN_CONTAINER);
        return main == null ? Map.of() : new TreeMap<>(main.env);
    }

    /// The same without a word on which nodes its pods shall be; taints are put up with as before.
    Component anywhere() {
        return new Component(
                log,
                new Template(
                        null, template.containers, template.metadata, null, template.tolerations));
    }

    /// This one laid over another: single settings win, maps are merged, tolerations are joined.
    public Component over(Component under) {
        Template top = template;
        Template base = under.template;
        return new Component(
                log.filters.isEmpty() ? under.log : log,
                new Template(
                        new Affinity(
                                first(top.affinity.nodeAffinity, base.affinity.nodeAffinity),
                                first(top.affinity.podAntiAffinity, base.affinity.podAntiAffinity)),
                        Map.of(
                                MAIN_CONTAINER,
                                new Container(joined(under.variables(), variables()))),
                        new Metadata(
                                joined(base.metadata.annotations, top.metadata.annotations),
                                joined(base.metadata.labels, top.metadata.labels)),
                        joined(base.nodeSelector, top.nodeSelector),
                        Stream.concat(base.tolerations.stream(), top.tolerations.stream())
                                .distinct()
                                .toList()));
    }

    private static <T> @Nullable T first(@Nullable T one, @Nullable T other) {
        return one == null ? other : one;
    }

    private static Map<String, String> joined(Map<String, String> under, Map<String, String> over) {
        Map<String, String> joined = new LinkedHashMap<>(under);
        joined.putAll(over);
        return joined;
    }
}
