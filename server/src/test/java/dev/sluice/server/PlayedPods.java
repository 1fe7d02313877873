// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Kubernetes' part in starting the servers that the operator asks for, by its objects: arguments,
/// variables and mounted files of each container. What a cluster has and this machine has not, such
/// as names of hosts, is put in the place of what stands there.
///
/// @param objects what the operator makes
/// @param directory holds a root of the file system for each pod
/// @param secrets of others: values by `name/key`
/// @param instead texts of files and what they are here
record PlayedPods(
        List<JsonNode> objects,
        Path directory,
        Map<String, String> secrets,
        Map<String, String> instead) {
    private static final JsonMapper MAPPER = new JsonMapper();

    /// The objects that the operator's own tests hold its rendering to.
    static List<JsonNode> rendered() throws IOException {
        Path golden = Path.of("..", "operator", "src", "test", "golden", "roles.yaml");
        return StreamSupport.stream(
                        new Load(LoadSettings.builder().build())
                                .loadAllFromString(Files.readString(golden))
                                .spliterator(),
                        false)
                .<JsonNode>map(MAPPER::valueToTree)
                .toList();
    }

    /// A container, ready to be started.
    ///
    /// @param arguments of the program
    /// @param environment its variables
    record Container(List<String> arguments, Map<String, String> environment) {}

    /// The first container of a workload's pod, or the first that it has to wait for.
    ///
    /// @param name `Kind/name`, or a beginning of it
    Container container(String name) throws IOException {
        JsonNode pod = object(name).at("/spec/template/spec");
        JsonNode container =
                pod.has("initContainers") ? pod.at("/initContainers/0") : pod.at("/containers/0");
        Path root = root(name);
        Map<String, String> roots = new HashMap<>();
        for (JsonNode mount : container.get("volumeMounts")) {
            String path = mount.get("mountPath").stringValue();
            Path here = Files.createDirectories(root.resolve(path.substring(1)));
            roots.put(path, here.toString());
            for (JsonNode volume : pod.path("volumes")) {
                if (volume.get("name").equals(mount.get("name"))) {
                    fill(volume, here);
                }
            }
        }
        rewrite(root, roots);
        List<String> arguments = new ArrayList<>();
        container.get("args").forEach(argument -> arguments.add(here(argument, roots)));
        Map<String, String> environment = new HashMap<>();
        for (JsonNode variable : container.path("env")) {
            environment.put(variable.get("name").stringValue(), value(variable));
        }
        return new Container(arguments, environment);
    }

    /// Where a pod's files are.
    Path root(String name) {
        return directory.resolve(name.replace('/', '-'));
    }

    private JsonNode object(String name) {
        List<JsonNode> found =
                objects.stream()
                        .filter(object ->
                                (object.get("kind").stringValue()
                                                + "/"
                                                + object.at("/metadata/name").stringValue())
                                        .startsWith(name))
                        .toList();
        assertThat(found).as(name).hasSize(1);
        return found.getFirst();
    }

    private void fill(JsonNode volume, Path here) throws IOException {
        if (volume.has("configMap")) {
            String map = volume.at("/configMap/name").stringValue();
            for (var file : object("ConfigMap/" + map).get("data").properties()) {
                Files.writeString(here.resolve(file.getKey()), file.getValue().stringValue());
            }
        } else if (volume.has("secret")) {
            String prefix = volume.at("/secret/secretName").stringValue() + "/";
            for (var secret : secrets.entrySet()) {
                if (secret.getKey().startsWith(prefix)) {
                    Files.writeString(
                            here.resolve(secret.getKey().substring(prefix.length())),
                            secret.getValue());
                }
            }
        } else {
            assertThat(volume.has("emptyDir")).as(volume.toString()).isTrue();
        }
    }

    /// In what was mounted, paths are those of this machine.
    private void rewrite(Path root, Map<String, String> roots) throws IOException {
        Pattern paths =
                Pattern.compile(
                        roots.keySet().stream()
                                .map(Pattern::quote)
                                .collect(Collectors.joining("|")));
        try (var files = Files.walk(root)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                String text = Files.readString(file);
                for (var other : instead.entrySet()) {
                    text = text.replace(other.getKey(), other.getValue());
                }
                Files.writeString(
                        file,
                        paths.matcher(text)
                                .replaceAll(found ->
                                        Matcher.quoteReplacement(
                                                String.valueOf(roots.get(found.group())))));
            }
        }
    }

    private static String here(JsonNode argument, Map<String, String> roots) {
        String text = argument.stringValue();
        int path = text.indexOf('=') + 1;
        for (var mount : roots.entrySet()) {
            if (text.startsWith(mount.getKey(), path)) {
                return text.substring(0, path)
                        + mount.getValue()
                        + text.substring(path + mount.getKey().length());
            }
        }
        return text;
    }

    private String value(JsonNode variable) {
        if (variable.has("value")) {
            return variable.get("value").stringValue();
        }
        JsonNode place = variable.at("/valueFrom/secretKeyRef");
        String secret =
                secrets.get(place.get("name").stringValue() + "/" + place.get("key").stringValue());
        return Objects.requireNonNull(secret, variable.toString());
    }
}
