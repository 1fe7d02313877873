// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.ConfigLoading;
import dev.sluice.config.ConfigSource;
import dev.sluice.config.ServerConfig;
import dev.sluice.operator.Resources;
import dev.sluice.operator.appinstance.AppInstance;
import dev.sluice.operator.appinstance.SpecReader;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The objects of a cluster, to look at.
///
/// @param objects all of them
public record Rendered(List<HasMetadata> objects) {
    static final String UID = "00000000-0000-0005-0000-000000000006";

    /// Those that an AppInstance asks for.
    static Rendered of(AppInstance instance) {
        return of(instance, ValueChanges.NONE);
    }

    /// Those that an AppInstance asks for whose values have changed.
    static Rendered of(AppInstance instance, ValueChanges changes) {
        SpecReader.Reading reading = SpecReader.read(instance.getSpec());
        assertThat(reading).isInstanceOf(SpecReader.Reading.Read.class);
        return new Rendered(
                DesiredState.of(
                        new Cluster(
                                new Cluster.Owner(
                                        "kubecfg.dev/v1alpha1",
                                        "AppInstance",
                                        instance.getMetadata().getName(),
                                        UID),
                                instance.getMetadata().getName(),
                                instance.getMetadata().getNamespace(),
                                ((SpecReader.Reading.Read) reading).spec(),
                                "sluice-operator:0.1.0",
                                changes)));
    }

    /// Those of settings, laid over what every cluster needs.
    public static Rendered of(String... settings) {
        return of(Resources.with(settings));
    }

    /// One object, as a tree.
    public JsonNode tree(String kind, String name) {
        List<HasMetadata> found =
                objects.stream()
                        .filter(object -> object.getKind().equals(kind))
                        .filter(object -> object.getMetadata().getName().equals(name))
                        .toList();
        assertThat(found).as(kind + " " + name + " of " + names()).hasSize(1);
        return Serialization.unmarshal(Serialization.asJson(found.getFirst()), JsonNode.class);
    }

    /// `Kind/name` of each.
    public List<String> names() {
        return objects.stream()
                .map(object -> object.getKind() + "/" + object.getMetadata().getName())
                .toList();
    }

    /// The pod template of a workload.
    JsonNode pod(String kind, String name) {
        return tree(kind, name).at("/spec/template/spec");
    }

    /// The main container of a workload.
    JsonNode container(String kind, String name) {
        return pod(kind, name).at("/containers/0");
    }

    /// Its variables that have a value.
    Map<String, String> variables(String kind, String name) {
        return container(kind, name)
                .at("/env")
                .valueStream()
                .filter(variable -> variable.has("value"))
                .collect(
                        Collectors.toMap(
                                variable -> variable.get("name").asText(),
                                variable -> variable.get("value").asText()));
    }

    /// All objects as text.
    String text() {
        return objects.stream().map(Serialization::asYaml).collect(Collectors.joining());
    }

    /// What the server's own loader makes of the two files.
    ///
    /// @param directory for the files
    public ConfigLoading load(Path directory) {
        return load(directory, ServerFiles.SETTINGS_MAP);
    }

    private ConfigLoading load(Path directory, String settings) {
        return new ConfigSource(
                        write(directory, settings, "settings.yaml"),
                        write(directory, "sluice-admin", "admin.yaml"),
                        Map.of(),
                        Map.of())
                .load();
    }

    /// As [#load], of files that must be right.
    public ServerConfig loaded(Path directory) {
        return loaded(directory, ServerFiles.SETTINGS_MAP);
    }

    /// As [#loaded(Path)], of the settings of other pods.
    ServerConfig loaded(Path directory, String settings) {
        ConfigLoading loading = load(directory, settings);
        assertThat(loading).isInstanceOf(ConfigLoading.Loaded.class);
        ConfigLoading.Loaded loaded = (ConfigLoading.Loaded) loading;
        assertThat(loaded.warnings()).isEmpty();
        return loaded.config();
    }

    private Path write(Path directory, String map, String key) {
        ConfigMap found =
                (ConfigMap)
                        objects.stream()
                                .filter(object -> object instanceof ConfigMap)
                                .filter(object -> object.getMetadata().getName().equals(map))
                                .findFirst()
                                .orElseThrow();
        try {
            return Files.writeString(directory.resolve(key), found.getData().get(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
