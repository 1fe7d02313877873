// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The jobs that make the admin token and its key pair (admin.md 2.2). Each makes files by the
/// server's own command, and then stores them in a Secret by the operator's. Both leave alone what
/// is there.
///
/// A job cannot be changed, so a part of its name changes with it. One that is deleted is made
/// again, and runs again; this is how a token is revoked (admin.md 2.4).
final class TokenJobs {
    /// The Secret of the key pair.
    static final String KEYS = "rsa-keys";

    /// The Secret of the token.
    static final String TOKEN = "admin-token";

    private static final String WORK = "/work";
    private static final int BACKOFF_LIMIT = 6;

    private final Cluster cluster;
    private final Metadata metadata;
    private final Volumes volumes;
    private final Credentials credentials;

    TokenJobs(Cluster cluster, Metadata metadata, Credentials credentials) {
        this.cluster = cluster;
        this.metadata = metadata;
        this.credentials = credentials;
        this.volumes = new Volumes(cluster, credentials);
    }

    List<HasMetadata> render() {
        List<HasMetadata> jobs = new ArrayList<>();
        if (credentials.signingKeySources().isEmpty()) {
            jobs.add(keyGen());
        }
        jobs.add(createAdminToken());
        return jobs;
    }

    private HasMetadata keyGen() {
        String made = WORK + "/secrets/rsa-keys/";
        return job(
                "key-gen",
                template(
                        make(List.of("key-gen", "--data-dir=" + WORK), List.of()),
                        store(
                                List.of(
                                        "store-secret",
                                        KEYS,
                                        "--file=id=" + made + "id",
                                        "--file=privateKey=" + made + "privateKey",
                                        "--file=publicKey=" + made + "publicKey")),
                        List.of()));
    }

    private HasMetadata createAdminToken() {
        return job(
                "create-admin-token",
                template(
                        make(
                                List.of(
                                        "create-admin-token",
                                        "--config="
                                                + Pods.SETTINGS_DIRECTORY
                                                + "/"
                                                + ServerFiles.SETTINGS_FILE,
                                        "--data-dir=" + WORK),
                                List.of(
                                        Pods.mount(
                                                ServerFiles.SETTINGS_VOLUME,
                                                Pods.SETTINGS_DIRECTORY,
                                                true),
                                        Pods.mount("keys", Pods.KEY_DIRECTORY, true))),
                        store(
                                List.of(
                                        "store-secret",
                                        TOKEN,
                                        "--file=token=" + WORK + "/secrets/token.json",
                                        "--replace-token-of-another-key")),
                        List.of(
                                Volumes.map(ServerFiles.SETTINGS_VOLUME, ServerFiles.SETTINGS_MAP),
                                volumes.keys(false))));
    }

    private Container make(List<String> arguments, List<VolumeMount> mounts) {
        return new ContainerBuilder()
                .withName("make")
                .withImage(cluster.image())
                .withArgs(arguments)
                .withSecurityContext(PodSecurity.container())
                .withVolumeMounts(mounts)
                .addToVolumeMounts(Pods.mount("work", WORK, false))
                .addToVolumeMounts(Pods.mount("tmp", "/tmp", false))
                .build();
    }

    private Container store(List<String> arguments) {
        Cluster.Owner owner = cluster.owner();
        return new ContainerBuilder()
                .withName("store")
                .withImage(cluster.operatorImage())
                .withArgs(arguments)
                .addToArgs(
                        "--namespace=" + cluster.namespace(),
                        "--owner="
                                + String.join(
                                        ",",
                                        owner.apiVersion(),
                                        owner.kind(),
                                        owner.name(),
                                        owner.uid()))
                .withSecurityContext(PodSecurity.container())
                .withVolumeMounts(Pods.mount("work", WORK, true), Pods.mount("tmp", "/tmp", false))
                .build();
    }

    /// With another key pair in the AppInstance it is another job, and so a token of that pair is
    /// made.
    private PodTemplateSpec template(Container make, Container store, List<Volume> more) {
        String key = credentials.signingKeyHash();
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .addToLabels(metadata.wholeCluster())
                .addToLabels(Metadata.COMPONENT, "token-jobs")
                .addToAnnotations(key.isEmpty() ? Map.of() : Map.of(Metadata.CREDENTIALS, key))
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName(Accounts.JOBS)
                .withImagePullSecrets(Pods.pullSecrets(cluster))
                .withSecurityContext(PodSecurity.pod(cluster))
                .withRestartPolicy("OnFailure")
                .withInitContainers(make)
                .withContainers(store)
                .withVolumes(more)
                .addToVolumes(Volumes.scratch("work"), Volumes.scratch("tmp"))
                .endSpec()
                .build();
    }

    private HasMetadata job(String name, PodTemplateSpec template) {
        String suffix = Metadata.shortHash(Serialization.asJson(template));
        return new JobBuilder()
                .withMetadata(metadata.of(name + "-" + suffix).build())
                .withNewSpec()
                .withBackoffLimit(BACKOFF_LIMIT)
                .withTemplate(template)
                .endSpec()
                .build();
    }
}
