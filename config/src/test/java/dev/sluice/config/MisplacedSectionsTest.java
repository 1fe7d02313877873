// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sections that stand where nobody looks for them are refused, at their own line.
final class MisplacedSectionsTest {
    @TempDir Path directory;

    private ConfigFiles files;

    @BeforeEach
    void open() {
        files = new ConfigFiles(directory);
    }

    @Test
    void namesTheLineOfAnUnknownSectionItself() {
        assertThat(files.problems("sluice:\n  htpt:\n    port: 1\nslucie:\n  http: {}\n"))
                .satisfiesExactlyInAnyOrder(
                        first -> assertThat(first).startsWith("2: sluice.htpt is not"),
                        second -> assertThat(second).startsWith("4: slucie is not"));
    }

    @Test
    void refusesSectionsThatAreTooHighInAnAppInstance() {
        String yaml =
                """
                apiVersion: kubecfg.dev/v1alpha1
                kind: AppInstance
                metadata: {name: influxdb}
                spec:
                  pause: false
                  imagePullSecrets: []
                  admin: {}
                  package:
                    apiVersion: kubecfg.dev/v1alpha1
                    image: us-docker.pkg.dev/influxdb2-artifacts/clustered/influxdb:1
                    catalog: {}
                    spec: {}
                sluice:
                  http: {port: 0}
                status: {}
                """;
        assertThat(files.problems(yaml))
                .containsExactly(
                        "7: spec.admin is not a setting; known here: imagePullSecrets, package,"
                                + " pause",
                        "11: spec.package.catalog is not a setting; known here: apiVersion, image,"
                                + " spec",
                        "13: sluice is not a setting; known here: apiVersion, kind, metadata,"
                                + " spec, status");
    }
}
