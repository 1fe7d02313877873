// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.operator.appinstance.Admin;
import dev.sluice.operator.appinstance.ObjectStore;
import dev.sluice.operator.appinstance.PackageSpec;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The two files that the servers read, in ConfigMaps that hold no secret: `admin.yaml`, which a
/// running server takes as it changes (admin.md 1.10), and `settings.yaml`, most of which needs a
/// restart. Those of routers, of queriers and of administration are ConfigMaps of their own, so
/// that nothing of the one process changes when they come and go. Servers that stand by for it read
/// the same as it does, since they are what it is once it is gone.
public final class ServerFiles {
    /// The ConfigMap of `admin.yaml`.
    public static final String ADMIN_MAP = "sluice-admin";

    /// The ConfigMap of `settings.yaml`.
    public static final String SETTINGS_MAP = "sluice-settings";

    /// The ConfigMap of the `settings.yaml` of routers.
    public static final String ROUTER_SETTINGS_MAP = "sluice-router-settings";

    /// The ConfigMap of the `settings.yaml` of queriers.
    public static final String QUERIER_SETTINGS_MAP = "sluice-querier-settings";

    /// The ConfigMap of the `settings.yaml` of processes that administer alone.
    public static final String ADMINISTRATION_SETTINGS_MAP = "sluice-token-management-settings";

    /// The volume of a pod that has its `settings.yaml`.
    public static final String SETTINGS_VOLUME = "settings";

    /// Who administers.
    public static final String ADMIN_FILE = "admin.yaml";

    /// Everything else.
    public static final String SETTINGS_FILE = "settings.yaml";

    static final int PORT = 8086;
    static final int METRICS_PORT = 8087;

    private static final String EVERYWHERE = "0.0.0.0";
    private static final JsonMapper SORTING =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Cluster cluster;
    private final Metadata metadata;

    ServerFiles(Cluster cluster, Metadata metadata) {
        this.cluster = cluster;
        this.metadata = metadata;
    }

    /// The ConfigMap of `settings.yaml` of a role's pods.
    static String settingsMap(Role role) {
        return switch (role) {
            case ROUTER -> ROUTER_SETTINGS_MAP;
            case QUERIER -> QUERIER_SETTINGS_MAP;
            case ADMIN -> ADMINISTRATION_SETTINGS_MAP;
            case INGESTER, COMPACTOR, CATALOG, COLLECTOR -> SETTINGS_MAP;
        };
    }

    List<ConfigMap> render() {
        Map<String, ConfigMap> maps = new LinkedHashMap<>();
        maps.put(ADMIN_MAP, map(ADMIN_MAP, ADMIN_FILE, adminText()));
        for (Role role : Workloads.roles(cluster)) {
            ConfigMap _ =
                    maps.computeIfAbsent(
                            settingsMap(role),
                            name -> map(name, SETTINGS_FILE, text(settings(role))));
        }
        return List.copyOf(maps.values());
    }

    /// Changes when a server of a role has to be started again to take what has changed.
    String restartHash(Role role) {
        ObjectNode settings = settings(role);
        ObjectNode sluice = settings.withObject("sluice");
        sluice.remove("egress");
        if (sluice.get("access") instanceof ObjectNode access) {
            access.remove(List.of("adminTokenDataAccess", "clockSkewSeconds"));
        }
        return Metadata.shortHash(sorted(settings));
    }

    private ConfigMap map(String name, String key, String text) {
        return new ConfigMapBuilder()
                .withMetadata(metadata.of(name).build())
                .addToData(key, text)
                .build();
    }

    private String adminText() {
        ObjectNode section = NODES.objectNode();
        Admin admin = cluster.settings().admin();
        if (admin != null) {
            section.setAll(admin.forServers());
        }
        ObjectNode file = NODES.objectNode();
        file.set("admin", section);
        return text(file);
    }

    private ObjectNode settings(Role role) {
        PackageSpec spec = cluster.settings();
        ObjectNode file = NODES.objectNode();
        if (role.hasFiles()) {
            file.set("objectStore", objectStore(spec.objectStore()));
        }
        ObjectNode sluice = file.putObject("sluice");
        if (spec.sluice() != null) {
            sluice.setAll(spec.sluice().deepCopy());
        }
        // Its address is a variable of the containers; here it would be a secret in a ConfigMap.
        sluice.remove("catalog");
        ObjectNode http = section(sluice, "http");
        http.put("bindAddress", EVERYWHERE);
        http.put("port", PORT);
        ObjectNode metrics = section(sluice, "metrics");
        metrics.put("bindAddress", EVERYWHERE);
        metrics.put("port", METRICS_PORT);
        section(sluice, "data").put("directory", Pods.DATA_DIRECTORY);
        ObjectNode access = section(sluice, "access");
        access.put("keyDirectory", Pods.KEY_DIRECTORY);
        access.put("adminTokenAudience", cluster.owner().uid());
        String bundle = Pods.bundleFile(spec);
        if (bundle != null) {
            section(sluice, "egress").put("certificateFile", bundle);
        }
        if (spec.standbys() > 0 && settingsMap(role).equals(SETTINGS_MAP)) {
            section(sluice, "log").put("inBucket", true);
        }
        if (role.asksIngester()) {
            section(sluice, "cluster")
                    .put("ingester", Services.addressesOfServers(cluster, metadata));
        }
        return file;
    }

    private static ObjectNode section(ObjectNode sluice, String name) {
        return sluice.get(name) instanceof ObjectNode there ? there : sluice.putObject(name);
    }

    /// Without keys: those are variables of the containers.
    private static ObjectNode objectStore(ObjectStore store) {
        ObjectNode section = NODES.objectNode();
        section.put("bucket", store.bucket());
        switch (store.kind()) {
            case ObjectStore.S3 s3 -> {
                ObjectNode inner = section.putObject("s3");
                inner.put("region", s3.region());
                if (s3.endpoint() != null) {
                    inner.put("endpoint", s3.endpoint());
                }
                if (s3.allowHttp() != null) {
                    inner.put("allowHttp", s3.allowHttp());
                }
            }
            case ObjectStore.Azure _ -> section.putObject("azure");
            case ObjectStore.Google _ -> section.putObject("google");
        }
        return section;
    }

    /// The same for the same settings, in whichever order they are given.
    private static String sorted(JsonNode tree) {
        try {
            return SORTING.writeValueAsString(SORTING.treeToValue(tree, Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }

    private static String text(JsonNode tree) {
        return Serialization.asYaml(tree).replaceFirst("^---\n", "");
    }
}
