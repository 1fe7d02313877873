// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The chart, as Helm itself sees it. No cluster is asked.
///
/// @param directory for the files of values
record Chart(Path directory) {
    /// What an installation cannot do without, beside who administers.
    static final String REQUIRED =
            """
            catalog: {dsn: {SecretName: catalog, SecretKey: dsn}}
            objectStore: {bucket: plant}
            """;

    /// All that an installation cannot do without.
    static final String MINIMAL =
            REQUIRED
                    + """
                    admin:
                      identityProvider: keycloak
                      jwksEndpoint: https://id.example/realms/plant/protocol/openid-connect/certs
                      users: [{id: "1", firstName: Ada, lastName: Lovelace, email: ada@example.com}]
                      dsn: {valueFrom: {secretKeyRef: {name: catalog, key: dsn}}}
                    """;

    private static final Path CHART = Path.of("chart").toAbsolutePath();
    private static final String RELEASE = "influxdb";
    private static final String NAMESPACE = "plant";
    private static final String KUBERNETES = "1.32.0";

    /// The version of the build, as `./sluice images` makes tags of it.
    static String version() {
        Matcher parent =
                Pattern.compile("<version>(.+)</version>\\s*</parent>")
                        .matcher(Trees.read(Path.of("pom.xml")));
        assertThat(parent.find()).isTrue();
        return parent.group(1).toLowerCase(Locale.ROOT);
    }

    /// Everything that is rendered, as text. Each text of values is laid over those before it.
    String text(String... values) {
        TemplateCommand command =
                new Helm(CHART)
                        .template()
                        .withName(RELEASE)
                        .withNamespace(NAMESPACE)
                        .withKubeVersion(KUBERNETES);
        for (int i = 0; i < values.length; i++) {
            command.withValuesFile(file("values-" + i + ".yaml", values[i]));
        }
        return command.call();
    }

    /// Everything that is rendered.
    List<Map<String, Object>> objects(String... values) {
        return Trees.maps(text(values));
    }

    /// The only rendered object of a kind.
    Map<String, Object> object(String kind, String... values) {
        List<Map<String, Object>> found =
                objects(values).stream().filter(object -> kind.equals(object.get("kind"))).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " objects of kind " + kind);
        }
        return found.getFirst();
    }

    /// What is rendered as `spec.package.spec`.
    Map<String, Object> packageSpec(String... values) {
        return Trees.mapping(object("AppInstance", values), "spec", "package", "spec");
    }

    /// The text of the AppInstance in the ConfigMap of the mode for one namespace.
    String appInstanceOfConfigMap(String... values) {
        return String.valueOf(Trees.value(object("ConfigMap", values), "data", "app-instance"));
    }

    /// What Helm says instead of rendering.
    String refusal(String... values) {
        StringBuilder message = new StringBuilder();
        assertThatThrownBy(() -> text(values))
                .satisfies(problem -> message.append(problem.getMessage()));
        return message.toString();
    }

    /// What an installation tells the person at the end, among other things.
    String output(String values) {
        return new Helm(CHART)
                .install()
                .clientOnly()
                .withDryRunOption(DryRun.CLIENT)
                .withKubeVersion(KUBERNETES)
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withValuesFile(file("values.yaml", values))
                .call()
                .getOutput();
    }

    private Path file(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
