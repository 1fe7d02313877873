// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.reconcile;

import dev.sluice.config.ConfigLoading;
import dev.sluice.config.ConfigProblem;
import dev.sluice.config.ConfigSource;
import dev.sluice.operator.appinstance.Component;
import dev.sluice.operator.plan.ServerFiles;
import dev.sluice.operator.plan.StartValues;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Lets the server's own loader read the files that the servers would get, before they get them: a
/// mistake then reaches nobody (admin.md 1.4).
final class ServerRules {
    private ServerRules() {}

    /// Everything that the servers would refuse, by key; never with a secret, which no problem of
    /// theirs has.
    ///
    /// @param values that they are started with, as far as the AppInstance itself has them
    static List<String> problems(List<HasMetadata> desired, StartValues values) {
        try {
            Path directory = Files.createTempDirectory("sluice-operator");
            Path settings = directory.resolve(ServerFiles.SETTINGS_FILE);
            Path admin = directory.resolve(ServerFiles.ADMIN_FILE);
            try {
                write(admin, desired, ServerFiles.ADMIN_MAP);
                Set<String> problems = new LinkedHashSet<>();
                for (Server server : servers(desired, values)) {
                    write(settings, desired, server.settingsMap);
                    problems.addAll(
                            problems(
                                    new ConfigSource(settings, admin, server.environment, Map.of()),
                                    values));
                }
                return List.copyOf(problems);
            } finally {
                Files.deleteIfExists(settings);
                Files.deleteIfExists(admin);
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the settings cannot be checked", e);
        }
    }

    private static List<String> problems(ConfigSource source, StartValues values) {
        return switch (source.load()) {
            case ConfigLoading.Loaded _ -> List.of();
            case ConfigLoading.Refused(List<ConfigProblem> problems) ->
                    problems.stream()
                            .map(problem -> message(problem, source.environment(), values))
                            .toList();
        };
    }

    /// Whoever wrote the AppInstance knows its key, and not the variable that it is handed on in.
    private static String message(
            ConfigProblem problem, Map<String, String> environment, StartValues values) {
        String variable = problem.key();
        String given = values.given(variable);
        StartValues.Value value = values.byVariable().get(variable);
        return value != null
                        && given != null
                        && given.equals(environment.get(variable))
                        && problem.message().startsWith(variable)
                ? value.key() + problem.message().substring(variable.length())
                : problem.message();
    }

    private static void write(Path file, List<HasMetadata> desired, String map) throws IOException {
        String text =
                desired.stream()
                        .filter(object ->
                                object instanceof ConfigMap
                                        && object.getMetadata().getName().equals(map))
                        .map(object -> ((ConfigMap) object).getData())
                        .map(data -> data.get(String.valueOf(file.getFileName())))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException(map + " is not rendered"));
        Files.writeString(file, text);
    }

    /// What one of the servers is started with.
    ///
    /// @param settingsMap the ConfigMap of its settings
    /// @param environment its variables that stand in the AppInstance
    private record Server(String settingsMap, Map<String, String> environment) {}

    private static Set<Server> servers(List<HasMetadata> desired, StartValues values) {
        return desired.stream()
                .flatMap(ServerRules::template)
                .flatMap(template ->
                        template.getSpec().getContainers().stream()
                                .filter(container ->
                                        container.getName().equals(Component.MAIN_CONTAINER))
                                .map(container ->
                                        new Server(
                                                settingsMap(template),
                                                variables(container, values))))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String settingsMap(PodTemplateSpec template) {
        return template.getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals(ServerFiles.SETTINGS_VOLUME))
                .map(volume -> volume.getConfigMap().getName())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a server has no settings"));
    }

    private static Stream<PodTemplateSpec> template(HasMetadata object) {
        return switch (object) {
            case Deployment deployment -> Stream.of(deployment.getSpec().getTemplate());
            case StatefulSet set -> Stream.of(set.getSpec().getTemplate());
            default -> Stream.empty();
        };
    }

    private static Map<String, String> variables(Container container, StartValues values) {
        Map<String, String> variables = new HashMap<>();
        for (EnvVar variable : container.getEnv()) {
            String value =
                    variable.getValue() == null
                            ? values.given(variable.getName())
                            : variable.getValue();
            if (value != null) {
                variables.put(variable.getName(), value);
            }
        }
        return variables;
    }
}
