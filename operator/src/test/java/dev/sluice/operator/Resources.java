// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.operator.appinstance.AppInstance;
import dev.sluice.testkit.Placeholders;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// AppInstances to try.
public final class Resources {
    private static final Path SHIPPED = Path.of("..", "deploy", "examples");

    private static final String WHOLE =
            """
            apiVersion: kubecfg.dev/v1alpha1
            kind: AppInstance
            metadata: {name: influxdb, namespace: influxdb}
            spec:
              package:
                image: sluice:0.1.0
                apiVersion: influxdata.com/v1alpha1
                spec:
                  catalog: {dsn: {valueFrom: {secretKeyRef: {name: catalog, key: dsn}}}}
                  objectStore: {bucket: plant, s3: {region: eu-central-1}}
                  ingesterStorage: {storage: 2Gi}
                  monitoringStorage: {storage: 1Gi}
            """;

    private Resources() {}

    /// A file of `deploy/examples`, its placeholders filled.
    public static AppInstance shipped(String name) {
        try {
            return Serialization.unmarshal(
                    Placeholders.filled(Files.readString(SHIPPED.resolve(name))),
                    AppInstance.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What every AppInstance needs, with each text of YAML laid over its settings; null takes a
    /// key away.
    public static AppInstance with(String... settings) {
        AppInstance instance = Serialization.unmarshal(WHOLE, AppInstance.class);
        for (String text : settings) {
            lay(yaml(text), settingsOf(instance));
        }
        return instance;
    }

    /// `spec.package.spec`, to change it.
    public static ObjectNode settingsOf(AppInstance instance) {
        return (ObjectNode) instance.getSpec().at("/package/spec");
    }

    /// Lays a text of YAML over the settings of an AppInstance.
    public static AppInstance changed(AppInstance instance, String settings) {
        lay(yaml(settings), settingsOf(instance));
        return instance;
    }

    /// A text of YAML as a tree.
    public static JsonNode yaml(String text) {
        return Serialization.unmarshal("---\n" + text, JsonNode.class);
    }

    private static void lay(JsonNode over, ObjectNode under) {
        over.properties()
                .forEach(entry -> {
                    if (entry.getValue().isNull()) {
                        under.remove(entry.getKey());
                    } else if (entry.getValue() instanceof ObjectNode inner
                            && under.get(entry.getKey()) instanceof ObjectNode below) {
                        lay(inner, below);
                    } else {
                        under.set(entry.getKey(), entry.getValue());
                    }
                });
    }
}
