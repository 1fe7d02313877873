// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Secret;
import dev.sluice.testkit.Conforms;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The block `admin` of Helm values is the section of that name of an AppInstance (admin.md 1.4 and
/// 6.2), whatever is in it.
final class HelmValuesTest {
    /// Every key that there is.
    private static final String EVERY_KEY =
            """
            identityProvider: keycloak
            jwksEndpoint: |-
              https://id.example/auth/realms/plant/protocol/openid-connect/certs
            issuer: [https://id.example/realms/plant, https://id.internal/realms/plant]
            audiences: [influxctl, account]
            acceptIdTokens: true
            dsn: {valueFrom: {secretKeyRef: {name: catalog, key: dsn}}}
            internalSigningKey:
              id: {value: k-1}
              privateKey: {value: private half}
              publicKey: {value: public half}
            users:
              - id: "1"
                firstName: Ada
                lastName: Lovelace
                email: ada
                userGroups: [Member, Auditor]
              - id: "2"
                firstName: Grace
                lastName: Hopper
                email: grace
            """;

    @TempDir private Path directory;
    private ConfigFiles files = new ConfigFiles(Path.of("unset"));

    @BeforeEach
    void useDirectory() {
        files = new ConfigFiles(directory);
    }

    private static String helm(String admin) {
        return "nameOverride: plant\nadmin:\n" + admin.indent(2);
    }

    private static String appInstance(String admin) {
        return """
        apiVersion: kubecfg.dev/v1alpha1
        kind: AppInstance
        metadata: {name: influxdb, namespace: influxdb}
        spec:
          package:
            image: us-docker.pkg.dev/influxdb2-artifacts/clustered/influxdb:20260101
            apiVersion: influxdata.com/v1alpha1
            spec:
              admin:
        """
                + admin.indent(8);
    }

    @Test
    @Conforms({"A-1", "A-2"})
    void everyKeyMeansTheSameInBothForms() {
        assertThat(AdminReader.KEYS).allMatch(key -> ("\n" + EVERY_KEY).contains("\n" + key + ":"));

        ServerConfig values = files.loaded(helm(EVERY_KEY)).config();
        ServerConfig resource = files.loaded(appInstance(EVERY_KEY)).config();

        assertThat(values).isEqualTo(resource);
        assertThat(values.internalSigningKey())
                .isEqualTo(new InternalSigningKey("k-1", Secret.of("private half"), "public half"));
        assertThat(values.admin())
                .isEqualTo(
                        new AdminConfig(
                                "keycloak",
                                URI.create(
                                        "https://id.example/auth/realms/plant/protocol/openid-connect/certs"),
                                List.of(
                                        new AdminUser(
                                                "1",
                                                "Ada",
                                                "Lovelace",
                                                "ada",
                                                Set.of(UserGroup.MEMBER, UserGroup.AUDITOR)),
                                        new AdminUser(
                                                "2",
                                                "Grace",
                                                "Hopper",
                                                "grace",
                                                Set.of(UserGroup.ADMIN))),
                                List.of(
                                        "https://id.example/realms/plant",
                                        "https://id.internal/realms/plant"),
                                List.of("influxctl", "account"),
                                true));
    }

    @Test
    @Conforms({"A-2", "A-16"})
    void aMistakeIsTheSameInBothForms() {
        String mistaken =
                EVERY_KEY.replace("audiences:", "audience:").replace("    email: ada\n", "");

        List<String> ofValues = messages(helm(mistaken));

        assertThat(ofValues)
                .isEqualTo(messages(appInstance(mistaken)))
                .hasSize(2)
                .anyMatch(message -> message.contains("admin.audience is not a setting"))
                .anyMatch(message -> message.contains("admin.users[0].email is required"));
    }

    @Test
    void theSwitchOfTheChartLeavesTheSectionOut() {
        ServerConfig off = files.loaded(helm("enabled: false\n" + EVERY_KEY)).config();
        ServerConfig on = files.loaded(helm("enabled: true\n" + EVERY_KEY)).config();

        assertThat(off.admin()).isNull();
        assertThat(off.internalSigningKey()).isNull();
        assertThat(on).isEqualTo(files.loaded(helm(EVERY_KEY)).config());
    }

    @Test
    void theSwitchIsTheChartsAlone() {
        assertThat(messages(appInstance("enabled: false\n" + EVERY_KEY)))
                .anyMatch(message -> message.contains("admin.enabled is not a setting"));
        assertThat(messages(helm("enabled: perhaps\n" + EVERY_KEY)))
                .containsExactly(": admin.enabled must be true or false");
        assertThat(messages(helm("enabled: true\nenabled: true\n") + "pause: true\npause: true"))
                .containsExactlyInAnyOrder(
                        ": admin.enabled is given twice", ": pause is given twice");
    }

    /// Without their lines, which differ.
    private List<String> messages(String yaml) {
        List<String> messages = new ArrayList<>();
        for (String problem : files.problems(yaml)) {
            messages.add(problem.substring(problem.indexOf(": ")));
        }
        return messages;
    }
}
