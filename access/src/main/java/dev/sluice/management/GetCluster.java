// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.ClusterBody;
import dev.sluice.api.ClusterIds;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import java.util.regex.Pattern;

/// Shows the cluster itself (admin.md 4.6).
public final class GetCluster {
    private static final Pattern PORT = Pattern.compile(":\\d*$");

    private final Catalog catalog;
    private final String version;

    /// @param catalog knows its ids and its age
    /// @param version of the server
    public GetCluster(Catalog catalog, String version) {
        this.catalog = catalog;
        this.version = version;
    }

    /// Does it.
    ///
    /// @param grant for [Operation#GET_CLUSTER]
    /// @param scheme by which the caller reached it
    /// @param authority host, and port where it is not the scheme's own, by which the caller
    ///   reached it
    /// @param ready whether it takes more requests
    public ClusterBody run(
            Grant.ForAdministration grant, String scheme, String authority, boolean ready) {
        Grants.require(grant, Operation.GET_CLUSTER);
        CatalogSnapshot snapshot = catalog.snapshot();
        return new ClusterBody(
                new ClusterIds(snapshot.accountId(), snapshot.clusterId()),
                PORT.matcher(authority).replaceFirst(""),
                ready ? "ready" : "stopping",
                scheme + "://" + authority,
                version,
                snapshot.createdAt().orElse(null));
    }
}
