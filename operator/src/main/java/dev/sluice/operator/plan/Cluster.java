// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import dev.sluice.operator.appinstance.AppInstanceSpec;
import dev.sluice.operator.appinstance.PackageSpec;

/// All that the objects of a cluster follow from.
///
/// @param owner the object that asks for the cluster
/// @param name of the AppInstance
/// @param namespace where everything stands
/// @param spec what is asked for
/// @param operatorImage of the operator itself, which also stores what the jobs make
/// @param changes of the values that servers are started with
public record Cluster(
        Owner owner,
        String name,
        String namespace,
        AppInstanceSpec spec,
        String operatorImage,
        ValueChanges changes) {

    /// The object that owns all others: an AppInstance, or the ConfigMap that holds one.
    ///
    /// @param apiVersion of the object
    /// @param kind of the object
    /// @param name of the object
    /// @param uid of the object; also whom the cluster's admin tokens are for
    public record Owner(String apiVersion, String kind, String name, String uid) {}

    /// `spec.package.spec`.
    PackageSpec settings() {
        return spec.content().spec();
    }

    /// The image of the servers.
    String image() {
        return settings().images().instead(spec.content().image());
    }
}
