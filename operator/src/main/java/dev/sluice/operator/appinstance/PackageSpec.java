// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.appinstance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `spec.package.spec`: the settings of a cluster (admin.md 6.1).
///
/// @param admin who administers; null when only tokens do
/// @param catalog where the catalog is
/// @param objectStore where data files are
/// @param ingesterStorage the volume of each ingester
/// @param monitoringStorage accepted, and of no use here, since no Prometheus is run
/// @param ingress how the cluster is reached from outside; null when it is not
/// @param images which images replace others
/// @param hostingEnvironment what the platform is like
/// @param components how single components run
/// @param resources what single components get
/// @param egress how the cluster reaches others
/// @param observability how it is watched
/// @param featureFlags what is switched
/// @param sluice our own settings, which the server knows
public record PackageSpec(
        @Nullable Admin admin,
        Catalog catalog,
        ObjectStore objectStore,
        Volume ingesterStorage,
        Volume monitoringStorage,
        @Nullable Ingress ingress,
        Images images,
        HostingEnvironment hostingEnvironment,
        Map<ComponentName, Component> components,
        Map<ComponentName, Resources> resources,
        @Nullable Egress egress,
        Observability observability,
        Set<FeatureFlag> featureFlags,
        @Nullable ObjectNode sluice) {

    /// Below `sluice`: the bundle of authorities as a server by itself names it.
    static final String AUTHORITIES = "egress.certificateFile";

    private static final String SECRET = "a Secret in ingress.tlsSecretName";

    /// What names a file of a server by itself.
    private static final List<LocalFile> LOCAL_FILES =
            List.of(
                    new LocalFile(
                            "http.tlsCertificateFile", "SLUICE_HTTP_TLS_CERTIFICATE_FILE", SECRET),
                    new LocalFile("http.tlsKeyFile", "SLUICE_HTTP_TLS_KEY_FILE", SECRET),
                    new LocalFile(
                            AUTHORITIES,
                            "SLUICE_EGRESS_CERTIFICATE_FILE",
                            "a ConfigMap in egress.customCertificates"));

    /// A setting that names a file, which no pod has.
    ///
    /// @param key below `sluice`
    /// @param variable the same in the environment
    /// @param instead what there is for pods
    private record LocalFile(String key, String variable, String instead) {
        IllegalArgumentException named(String where) {
            return new IllegalArgumentException(
                    where + " names a file that no pod has: give " + instead);
        }
    }

    /// Copies the collections; absent sections get their defaults.
    ///
    /// @throws IllegalArgumentException when something is missing, contradicts itself, or names a
    ///   file that no pod would have
    public PackageSpec(
            @Nullable Admin admin,
            @Nullable Catalog catalog,
            @Nullable ObjectStore objectStore,
            @Nullable Volume ingesterStorage,
            @Nullable Volume monitoringStorage,
            @Nullable Ingress ingress,
            @Nullable Images images,
            @Nullable HostingEnvironment hostingEnvironment,
            @Nullable Map<ComponentName, Component> components,
            @Nullable Map<ComponentName, Resources> resources,
            @Nullable Egress egress,
            @Nullable Observability observability,
            @Nullable Set<FeatureFlag> featureFlags,
            @Nullable ObjectNode sluice) {
        this.admin = admin;
        this.catalog = Required.member(catalog, "catalog");
        this.objectStore = Required.member(objectStore, "objectStore");
        this.ingesterStorage = Required.member(ingesterStorage, "ingesterStorage");
        this.monitoringStorage = Required.member(monitoringStorage, "monitoringStorage");
        this.ingress = ingress;
        this.images = Objects.requireNonNullElse(images, Images.NONE);
        this.hostingEnvironment =
                Objects.requireNonNullElse(hostingEnvironment, HostingEnvironment.PLAIN);
        this.components = Map.copyOf(Objects.requireNonNullElse(components, Map.of()));
        this.resources = Map.copyOf(Objects.requireNonNullElse(resources, Map.of()));
        this.egress = egress;
        this.observability = Objects.requireNonNullElse(observability, Observability.NONE);
        this.featureFlags = Set.copyOf(Objects.requireNonNullElse(featureFlags, Set.of()));
        this.sluice = sluice;
        checkReplicas();
        checkFiles();
    }

    private void checkReplicas() {
        Resources given = resources.get(ComponentName.GARBAGE_COLLECTOR);
        Integer replicas = given == null ? null : given.requests().replicas();
        if (replicas != null && replicas != 1) {
            throw new IllegalArgumentException(
                    "resources.garbage-collector.requests.replicas must be 1: there is exactly one"
                            + " garbage collector");
        }
    }

    /// A pod whose settings name a file that is not mounted would end as soon as it starts.
    private void checkFiles() {
        boolean bundled = egress != null && egress.bundle() != null;
        for (LocalFile file : LOCAL_FILES) {
            if (says(file.key) && !(bundled && file.key.equals(AUTHORITIES))) {
                throw file.named("sluice." + file.key);
            }
            for (ComponentName name : ComponentName.values()) {
                if (component(name).variables().containsKey(file.variable)) {
                    throw file.named(
                            "components.%s.template.containers.%s.env.%s"
                                    .formatted(
                                            name.key(), Component.MAIN_CONTAINER, file.variable));
                }
            }
        }
    }

    /// How a component's pods run.
    Component component(ComponentName name) {
        return components.getOrDefault(name, Component.DEFAULT);
    }

    /// Whether one of our own settings is given, by its key below `sluice`.
    boolean says(String key) {
        JsonNode value = sluice == null ? null : sluice.at("/" + key.replace('.', '/'));
        return value != null && !value.isMissingNode() && !value.isNull();
    }

    /// How many processes do a component's work and nothing else; 0 where nobody asks for any, and
    /// the one process does it.
    public int replicas(ComponentName component) {
        Resources given = resources.get(component);
        Integer replicas = given == null ? null : given.requests().replicas();
        return replicas == null ? 0 : replicas;
    }

    /// How many servers stand by for the one process: one less than ingesters are asked for. They
    /// take over by what is in its log, so there is none where the settings say that the log is not
    /// in the bucket.
    public int standbys() {
        JsonNode inBucket = sluice == null ? null : sluice.at("/log/inBucket");
        return inBucket == null || inBucket.isMissingNode() || inBucket.asBoolean(true)
                ? Math.max(0, replicas(ComponentName.INGESTER) - 1)
                : 0;
    }

    /// Whether a flag is set.
    public boolean has(FeatureFlag flag) {
        return featureFlags.contains(flag);
    }

    /// The catalog's database.
    ///
    /// @param dsn its address
    public record Catalog(Sensitive dsn) {
        /// @throws IllegalArgumentException without an address
        public Catalog {
            Required.member(dsn, "dsn");
        }
    }

    /// A volume of each pod.
    ///
    /// @param storage its size
    /// @param storageClassName null or empty for the default class
    public record Volume(Quantity storage, @Nullable String storageClassName) {
        /// @throws IllegalArgumentException without a size
        public Volume {
            Required.member(storage, "storage");
        }
    }

    /// Outbound connections.
    ///
    /// @param customCertificates the bundle of authorities in place of the system's; null for those
    public record Egress(@Nullable Certificates customCertificates) {
        /// Where the bundle is.
        ///
        /// @param valueFrom a key of a ConfigMap
        public record Certificates(FromConfigMap valueFrom) {
            /// @throws IllegalArgumentException without a place
            public Certificates {
                Required.member(valueFrom, "valueFrom");
            }
        }

        /// The place of the bundle.
        ///
        /// @param configMapKeyRef which one
        public record FromConfigMap(KeyRef configMapKeyRef) {
            /// @throws IllegalArgumentException without a place
            public FromConfigMap {
                Required.member(configMapKeyRef, "configMapKeyRef");
            }
        }

        /// The bundle's place; null for the system's authorities.
        public @Nullable KeyRef bundle() {
            return customCertificates == null
                    ? null
                    : customCertificates.valueFrom().configMapKeyRef();
        }
    }

    /// Monitoring.
    ///
    /// @param retention accepted, and of no use here, since no Prometheus is run
    /// @param serviceMonitor how an operator of Prometheus shall scrape; null for not at all
    public record Observability(
            @Nullable String retention, @Nullable ServiceMonitor serviceMonitor) {
        /// Nothing is asked for.
        public static final Observability NONE = new Observability(null, null);

        /// How to scrape.
        ///
        /// @param interval between two scrapes; null for 30s
        /// @param scrapeTimeout null for Prometheus' own
        /// @param fallbackScrapeProtocol null for Prometheus' own
        public record ServiceMonitor(
                @Nullable String interval,
                @Nullable String scrapeTimeout,
                @Nullable String fallbackScrapeProtocol) {
            /// What the deprecated feature flag `serviceMonitor` asks for.
            public static final ServiceMonitor DEFAULT = new ServiceMonitor(null, null, null);
        }
    }

    /// The platform.
    ///
    /// @param aws Amazon's
    /// @param gke Google's
    /// @param openshift whether it is OpenShift, which gives users and groups itself
    public record HostingEnvironment(
            @Nullable Aws aws, @Nullable Gke gke, @Nullable ObjectNode openshift) {
        /// Nothing in particular.
        public static final HostingEnvironment PLAIN = new HostingEnvironment(null, null, null);

        /// @throws IllegalArgumentException with more than one
        public HostingEnvironment {
            int given = (aws == null ? 0 : 1) + (gke == null ? 0 : 1) + (openshift == null ? 0 : 1);
            if (given > 1) {
                throw new IllegalArgumentException("give one of aws, gke and openshift");
            }
        }

        /// Amazon's EKS.
        ///
        /// @param eksRoleArn the role that pods act as
        public record Aws(@Nullable String eksRoleArn) {}

        /// Google's GKE.
        ///
        /// @param workloadIdentity whom pods act as
        public record Gke(@Nullable WorkloadIdentity workloadIdentity) {}

        /// Whom pods act as at Google.
        ///
        /// @param serviceAccountEmail of Google's service account
        public record WorkloadIdentity(String serviceAccountEmail) {
            /// @throws IllegalArgumentException without it
            public WorkloadIdentity {
                Required.text(serviceAccountEmail, "serviceAccountEmail");
            }
        }
    }
}
