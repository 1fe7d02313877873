// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;

/// All objects of a cluster, in the order in which they are applied: what others refer to comes
/// first. The same cluster always gives the same objects.
public final class DesiredState {
    private DesiredState() {}

    /// The objects that an AppInstance asks for.
    public static List<HasMetadata> of(Cluster cluster) {
        Metadata metadata = new Metadata(cluster);
        Credentials credentials = new Credentials(cluster, metadata);
        ServerFiles files = new ServerFiles(cluster, metadata);
        Pods pods = new Pods(cluster, metadata, credentials, files);
        List<HasMetadata> objects = new ArrayList<>();
        objects.addAll(new Accounts(cluster, metadata).render());
        objects.addAll(credentials.render());
        objects.addAll(files.render());
        objects.add(new ConnectionProfile(cluster, metadata).render());
        objects.addAll(new Services(cluster, metadata).render());
        objects.addAll(new Policies(cluster, metadata).render());
        objects.addAll(new TokenJobs(cluster, metadata, credentials).render());
        objects.addAll(new Workloads(cluster, metadata, pods).render());
        objects.addAll(new Ingresses(cluster, metadata).render());
        objects.addAll(new Monitors(cluster, metadata).render());
        objects.addAll(new Dashboards(cluster, metadata).render());
        return List.copyOf(objects);
    }
}
