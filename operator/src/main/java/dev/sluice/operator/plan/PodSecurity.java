// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import org.jspecify.annotations.Nullable;

/// What pods must not: all that Kubernetes' standard "restricted" forbids, and to write into their
/// image (admin.md 7).
final class PodSecurity {
    /// The images' user.
    private static final long USER = 65532;

    private PodSecurity() {}

    /// Null on OpenShift, which gives each namespace users of its own (admin.md 6.1).
    static @Nullable PodSecurityContext pod(Cluster cluster) {
        return cluster.settings().hostingEnvironment().openshift() != null
                ? null
                : new PodSecurityContextBuilder()
                        .withRunAsNonRoot(true)
                        .withRunAsUser(USER)
                        .withRunAsGroup(USER)
                        .withFsGroup(USER)
                        .withNewSeccompProfile()
                        .withType("RuntimeDefault")
                        .endSeccompProfile()
                        .build();
    }

    static SecurityContext container() {
        return new SecurityContextBuilder()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .addToDrop("ALL")
                .endCapabilities()
                .build();
    }
}
