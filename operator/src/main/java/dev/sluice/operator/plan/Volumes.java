// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import dev.sluice.operator.appinstance.KeyRef;
import dev.sluice.operator.appinstance.PackageSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.util.ArrayList;
import java.util.List;

/// The volumes of the servers' pods.
final class Volumes {
    /// Readable by owner and group, and nobody else.
    private static final int SECRET_MODE = 0440;

    private static final Quantity SCRATCH = new Quantity("1Gi");

    private final Cluster cluster;
    private final Credentials credentials;

    Volumes(Cluster cluster, Credentials credentials) {
        this.cluster = cluster;
        this.credentials = credentials;
    }

    /// An ingester's data are in a claim of its own, which is none of these.
    List<Volume> of(Role role) {
        return of(role, role == Role.INGESTER);
    }

    /// Of a server that stands by for an ingester, and keeps nothing.
    List<Volume> ofStandby() {
        return of(Role.INGESTER, false);
    }

    private List<Volume> of(Role role, boolean isClaimed) {
        PackageSpec spec = cluster.settings();
        List<Volume> volumes = new ArrayList<>();
        if (!isClaimed) {
            volumes.add(
                    new VolumeBuilder()
                            .withName(Pods.DATA)
                            .withNewEmptyDir()
                            .endEmptyDir()
                            .build());
        }
        volumes.add(scratch("tmp"));
        volumes.add(map(ServerFiles.SETTINGS_VOLUME, ServerFiles.settingsMap(role)));
        if (role.isAsked()) {
            volumes.add(map("admin", ServerFiles.ADMIN_MAP));
            volumes.add(keys(true));
        }
        KeyRef bundle = spec.egress() == null ? null : spec.egress().bundle();
        if (bundle != null) {
            volumes.add(map("authorities", bundle.name()));
        }
        return volumes;
    }

    /// The admin token's key pair: that of the AppInstance, or the Secret that the job `key-gen`
    /// makes.
    ///
    /// @param optional whether a pod starts without it
    Volume keys(boolean optional) {
        List<VolumeProjection> sources = credentials.signingKeySources();
        return sources.isEmpty()
                ? secret("keys", TokenJobs.KEYS, optional)
                : new VolumeBuilder()
                        .withName("keys")
                        .withNewProjected()
                        .withDefaultMode(SECRET_MODE)
                        .withSources(sources)
                        .endProjected()
                        .build();
    }

    static Volume scratch(String name) {
        return new VolumeBuilder()
                .withName(name)
                .withNewEmptyDir()
                .withSizeLimit(SCRATCH)
                .endEmptyDir()
                .build();
    }

    static Volume map(String name, String map) {
        return new VolumeBuilder()
                .withName(name)
                .withNewConfigMap()
                .withName(map)
                .endConfigMap()
                .build();
    }

    private static Volume secret(String name, String secret, boolean optional) {
        return new VolumeBuilder()
                .withName(name)
                .withNewSecret()
                .withSecretName(secret)
                .withDefaultMode(SECRET_MODE)
                .withOptional(optional ? true : null)
                .endSecret()
                .build();
    }
}
