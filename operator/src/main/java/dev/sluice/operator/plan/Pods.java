// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import dev.sluice.operator.appinstance.AppInstanceSpec;
import dev.sluice.operator.appinstance.Component;
import dev.sluice.operator.appinstance.FeatureFlag;
import dev.sluice.operator.appinstance.KeyRef;
import dev.sluice.operator.appinstance.PackageSpec;
import dev.sluice.operator.appinstance.Resources;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodAntiAffinity;
import io.fabric8.kubernetes.api.model.PodAntiAffinityBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The pods of the servers: the container `iox` with its arguments, variables, files, probes and
/// size.
final class Pods {
    static final String DATA_DIRECTORY = "/var/lib/sluice";
    static final String KEY_DIRECTORY = "/etc/sluice/keys";
    static final String SETTINGS_DIRECTORY = "/etc/sluice/settings";
    static final String DATA = "data";
    private static final String ADMIN_DIRECTORY = "/etc/sluice/admin";
    private static final String BUNDLE_DIRECTORY = "/etc/sluice/authorities";

    /// Admin.md 6.4: what an ingester holds gets to the object store first.
    private static final long INGESTER_GRACE_SECONDS = 600;

    private static final long GRACE_SECONDS = 30;

    private final Cluster cluster;
    private final Metadata metadata;
    private final Credentials credentials;
    private final Volumes volumes;
    private final ServerFiles files;

    Pods(Cluster cluster, Metadata metadata, Credentials credentials, ServerFiles files) {
        this.cluster = cluster;
        this.metadata = metadata;
        this.credentials = credentials;
        this.volumes = new Volumes(cluster, credentials);
        this.files = files;
    }

    /// The bundle of authorities as the containers see it; null for the system's.
    static @Nullable String bundleFile(PackageSpec spec) {
        KeyRef bundle = spec.egress() == null ? null : spec.egress().bundle();
        return bundle == null ? null : BUNDLE_DIRECTORY + "/" + bundle.key();
    }

    PodTemplateSpec template(Role role) {
        return template(role, metadata.of(role), volumes.of(role));
    }

    /// Of a server that stands by for the one process: the same but for the volume, since it keeps
    /// nothing.
    ///
    /// @param number from 1 on
    PodTemplateSpec standby(int number) {
        return template(Role.INGESTER, metadata.ofStandby(number), volumes.ofStandby());
    }

    private PodTemplateSpec template(Role role, ObjectMeta owner, List<Volume> mounted) {
        Component component = role.pods().component(cluster.settings());
        Map<String, String> labels = new LinkedHashMap<>(component.template().metadata().labels());
        labels.putAll(owner.getLabels());
        labels.remove(Metadata.PART_OF);
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels)
                .withAnnotations(annotations(role, component))
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName(Accounts.SERVERS)
                .withAutomountServiceAccountToken(false)
                .withImagePullSecrets(pullSecrets(cluster))
                .withSecurityContext(PodSecurity.pod(cluster))
                .withTerminationGracePeriodSeconds(
                        role == Role.INGESTER ? INGESTER_GRACE_SECONDS : GRACE_SECONDS)
                .withAffinity(affinity(role, component))
                .withNodeSelector(new TreeMap<>(component.template().nodeSelector()))
                .withTolerations(component.template().tolerations())
                .withContainers(container(role, component))
                .withVolumes(mounted)
                .endSpec()
                .build();
    }

    static List<LocalObjectReference> pullSecrets(Cluster cluster) {
        return cluster.spec().imagePullSecrets().stream()
                .map(AppInstanceSpec.Named::name)
                .map(LocalObjectReference::new)
                .toList();
    }

    private Map<String, String> annotations(Role role, Component component) {
        Map<String, String> annotations =
                new TreeMap<>(component.template().metadata().annotations());
        annotations.put("sluice.dev/settings", files.restartHash(role));
        String changes = credentials.changes(role, component.variables().keySet());
        if (!changes.isEmpty()) {
            annotations.put(Metadata.CREDENTIALS, changes);
        }
        return annotations;
    }

    private @Nullable Affinity affinity(Role role, Component component) {
        Component.Affinity given = component.template().affinity();
        PodAntiAffinity apart =
                given.podAntiAffinity() == null && takesOver(role)
                        ? onNodesOfTheirOwn(role)
                        : given.podAntiAffinity();
        return given.nodeAffinity() == null && apart == null
                ? null
                : new AffinityBuilder()
                        .withNodeAffinity(given.nodeAffinity())
                        .withPodAntiAffinity(apart)
                        .build();
    }

    /// Where there are so many nodes: the loss of one shall not take those along who stand by.
    private PodAntiAffinity onNodesOfTheirOwn(Role role) {
        return new PodAntiAffinityBuilder()
                .addNewPreferredDuringSchedulingIgnoredDuringExecution()
                .withWeight(100)
                .withNewPodAffinityTerm()
                .withNewLabelSelector()
                .withMatchLabels(metadata.selector(role))
                .endLabelSelector()
                .withTopologyKey("kubernetes.io/hostname")
                .endPodAffinityTerm()
                .endPreferredDuringSchedulingIgnoredDuringExecution()
                .build();
    }

    /// Whether its pods stand by and take over.
    private boolean takesOver(Role role) {
        return role == Role.INGESTER && cluster.settings().standbys() > 0;
    }

    private Container container(Role role, Component component) {
        return new ContainerBuilder()
                .withName(Component.MAIN_CONTAINER)
                .withImage(cluster.image())
                .withArgs(arguments(role))
                .withEnv(environment(role, component))
                .addNewPort()
                .withName(Services.DATA_PORT)
                .withContainerPort(ServerFiles.PORT)
                .endPort()
                .addNewPort()
                .withName(Services.METRICS_PORT)
                .withContainerPort(ServerFiles.METRICS_PORT)
                .endPort()
                .withStartupProbe(takesOver(role) ? answers(5, 120) : isHealthy(5, 120))
                .withReadinessProbe(isHealthy(5, 2))
                .withLivenessProbe(answers(10, takesOver(role) ? 60 : 6))
                .withResources(resources(role))
                .withSecurityContext(PodSecurity.container())
                .withVolumeMounts(mounts(role))
                .build();
    }

    private static List<String> arguments(Role role) {
        List<String> arguments = new ArrayList<>();
        arguments.add("serve");
        arguments.add("--role=" + role.word());
        arguments.add("--config=" + SETTINGS_DIRECTORY + "/" + ServerFiles.SETTINGS_FILE);
        if (role.isAsked()) {
            arguments.add("--admin-config=" + ADMIN_DIRECTORY + "/" + ServerFiles.ADMIN_FILE);
        }
        return arguments;
    }

    private List<EnvVar> environment(Role role, Component component) {
        List<EnvVar> environment = new ArrayList<>(credentials.environment(role));
        List<String> filters = component.log().filters();
        if (!filters.isEmpty()) {
            environment.add(variable("LOG_FILTER", String.join(",", filters)));
        }
        Map<String, String> own = component.variables();
        environment.removeIf(variable -> own.containsKey(variable.getName()));
        own.forEach((name, value) -> environment.add(variable(name, value)));
        return environment;
    }

    private static EnvVar variable(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }

    private static Probe isHealthy(int periodSeconds, int failures) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath("/health")
                .withNewPort(Services.METRICS_PORT)
                .endHttpGet()
                .withPeriodSeconds(periodSeconds)
                .withFailureThreshold(failures)
                .build();
    }

    /// Whether anybody answers. Not `/health`, which says no while a server comes to its end in
    /// order, and while it stands by. One that takes over answers nobody while it reads the log,
    /// for which it has as long as for a start.
    private static Probe answers(int periodSeconds, int failures) {
        return new ProbeBuilder()
                .withNewTcpSocket()
                .withNewPort(Services.METRICS_PORT)
                .endTcpSocket()
                .withPeriodSeconds(periodSeconds)
                .withFailureThreshold(failures)
                .build();
    }

    private ResourceRequirements resources(Role role) {
        Resources given = role.pods().resources(cluster.settings());
        Quantity cpu = given.requests().cpu();
        Quantity memory = given.requests().memory();
        boolean limited = cluster.settings().has(FeatureFlag.ENABLE_DEFAULT_RESOURCE_LIMITS);
        return new ResourceRequirementsBuilder()
                .withRequests(sizes(cpu, memory))
                .withLimits(
                        sizes(
                                first(given.limits().cpu(), limited ? cpu : null),
                                first(given.limits().memory(), limited ? memory : null)))
                .build();
    }

    private static Map<String, Quantity> sizes(@Nullable Quantity cpu, @Nullable Quantity memory) {
        Map<String, Quantity> sizes = new LinkedHashMap<>();
        if (cpu != null) {
            sizes.put("cpu", cpu);
        }
        if (memory != null) {
            sizes.put("memory", memory);
        }
        return sizes;
    }

    private static <T> @Nullable T first(@Nullable T one, @Nullable T other) {
        return one == null ? other : one;
    }

    private List<VolumeMount> mounts(Role role) {
        List<VolumeMount> mounts = new ArrayList<>();
        mounts.add(mount(DATA, DATA_DIRECTORY, false));
        mounts.add(mount("tmp", "/tmp", false));
        mounts.add(mount(ServerFiles.SETTINGS_VOLUME, SETTINGS_DIRECTORY, true));
        if (role.isAsked()) {
            mounts.add(mount("admin", ADMIN_DIRECTORY, true));
            mounts.add(mount("keys", KEY_DIRECTORY, true));
        }
        if (bundleFile(cluster.settings()) != null) {
            mounts.add(mount("authorities", BUNDLE_DIRECTORY, true));
        }
        return mounts;
    }

    static VolumeMount mount(String name, String path, boolean readOnly) {
        return new VolumeMountBuilder()
                .withName(name)
                .withMountPath(path)
                .withReadOnly(readOnly ? true : null)
                .build();
    }
}
