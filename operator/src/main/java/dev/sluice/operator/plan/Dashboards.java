// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import dev.sluice.operator.appinstance.FeatureFlag;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Dashboards for Grafana, each in a ConfigMap that the sidecar of Grafana's chart finds by its
/// label (admin.md 6.4), where the feature flag `grafana` asks for them. They are the files of
/// `deploy/grafana`, and the same for every cluster.
final class Dashboards {
    /// Their identifiers, by which the files are named, too.
    static final List<String> UIDS = List.of("sluice-access", "sluice-storage");

    private static final String NAME = "grafana-dashboard-";
    private static final String LABEL = "grafana_dashboard";

    private final Cluster cluster;
    private final Metadata metadata;

    Dashboards(Cluster cluster, Metadata metadata) {
        this.cluster = cluster;
        this.metadata = metadata;
    }

    List<ConfigMap> render() {
        return cluster.settings().has(FeatureFlag.GRAFANA)
                ? UIDS.stream().map(this::map).toList()
                : List.of();
    }

    private ConfigMap map(String uid) {
        String file = uid + ".json";
        return new ConfigMapBuilder()
                .withMetadata(metadata.of(NAME + uid).addToLabels(LABEL, "1").build())
                .addToData(file, text(file))
                .build();
    }

    private static String text(String file) {
        try (InputStream in = Dashboards.class.getResourceAsStream("grafana/" + file)) {
            return new String(
                    Objects.requireNonNull(in, "a dashboard is packed with the operator")
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
