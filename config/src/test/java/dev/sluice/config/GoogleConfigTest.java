// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.GoogleConfig.KeyFile;
import dev.sluice.config.GoogleConfig.KeyText;
import dev.sluice.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The section `objectStore` with `google` (admin.md 6.1, 6.2).
final class GoogleConfigTest {
    private static final String KEY = "{\"private_key\": \"s3cr3t\"}";
    private static final GoogleConfig AS_MACHINE = new GoogleConfig("plant", null);
    private static final String IN_SECRET =
            google("serviceAccountSecret: {name: google, key: account.json}");

    @TempDir private Path directory;

    private ConfigLoading load(String yaml, Map<String, String> environment) throws IOException {
        Path file = Files.writeString(directory.resolve("server.yaml"), yaml);
        return ConfigLoader.load(new ConfigSource(file, environment, Map.of()));
    }

    private ServerConfig loaded(String yaml, Map<String, String> environment) throws IOException {
        return ((ConfigLoading.Loaded) load(yaml, environment)).config();
    }

    private List<String> warnings(String yaml, Map<String, String> environment) throws IOException {
        return ((ConfigLoading.Loaded) load(yaml, environment))
                .warnings().stream().map(ConfigProblem::message).toList();
    }

    private List<String> problems(String yaml) throws IOException {
        return ((ConfigLoading.Refused) load(yaml, Map.of()))
                .problems().stream().map(ConfigProblem::message).toList();
    }

    private static String google(String members) {
        return "objectStore: {bucket: plant, google: {" + members + "}}";
    }

    @Test
    void asksAsTheMachineWhereNobodyGivesAKey() throws IOException {
        String appInstance =
                "apiVersion: kubecfg.dev/v1alpha1\nkind: AppInstance\nmetadata: {name: x}\n"
                        + "spec:\n  package:\n    spec:\n"
                        + google("").indent(6);

        assertThat(loaded(google(""), Map.of()).bucket()).isEqualTo(AS_MACHINE);
        assertThat(loaded(appInstance, Map.of()).bucket()).isEqualTo(AS_MACHINE);
        assertThat(warnings(google(""), Map.of())).isEmpty();
    }

    @Test
    void takesTheKeyFromTheVariables() throws IOException {
        Map<String, String> key = Map.of("GOOGLE_SERVICE_ACCOUNT_KEY", KEY + "\n");
        Map<String, String> file = Map.of("GOOGLE_APPLICATION_CREDENTIALS", "/etc/key.json");

        for (String section : List.of(google(""), IN_SECRET)) {
            BucketConfig config = loaded(section, key).bucket();
            assertThat(config).isEqualTo(new GoogleConfig("plant", new KeyText(Secret.of(KEY))));
            assertThat(String.valueOf(config)).doesNotContain("s3cr3t");
            assertThat(loaded(section, file).bucket())
                    .isEqualTo(new GoogleConfig("plant", new KeyFile(Path.of("/etc/key.json"))));
            assertThat(warnings(section, key)).isEmpty();
            assertThat(warnings(section, file)).isEmpty();
        }
    }

    @Test
    void tellsThatItReadsNoSecretOfKubernetes() throws IOException {
        assertThat(loaded(IN_SECRET, Map.of()).bucket()).isEqualTo(AS_MACHINE);
        assertThat(warnings(IN_SECRET, Map.of()))
                .containsExactly(
                        "objectStore.google.serviceAccountSecret names a Secret, which this server"
                                + " cannot read: give the key in GOOGLE_SERVICE_ACCOUNT_KEY, or a"
                                + " file of it in GOOGLE_APPLICATION_CREDENTIALS");
    }

    @Test
    void tellsEveryMistake() throws IOException {
        assertThat(
                        problems(
                                """
                                objectStore:
                                  bucket: ""
                                  google:
                                    serviceAccountSecret: {name: a, value: b}
                                    accessKey: x
                                """))
                .containsExactlyInAnyOrder(
                        "objectStore.bucket is required",
                        "objectStore.google.accessKey is not a setting; known here:"
                                + " serviceAccountSecret",
                        "objectStore.google.serviceAccountSecret.value is not a setting; known"
                                + " here: key, name",
                        "objectStore.google.serviceAccountSecret.key is required");
    }

    @Test
    void standsAlone() throws IOException {
        assertThat(problems("objectStore: {bucket: plant, google: {}, s3: {region: r}}"))
                .containsExactly("objectStore.google cannot stand beside objectStore.s3");
        assertThat(problems("objectStore: {bucket: plant, google: {}, azure: {}}"))
                .containsExactly("objectStore.google cannot stand beside objectStore.azure");
        assertThat(problems("objectStore: {bucket: plant, google: {}, region: r}"))
                .containsExactly(
                        "objectStore.region is not a setting; known here: azure, bucket, google,"
                                + " s3");
        assertThat(
                        loaded("objectStore: {bucket: plant, google: {}, azure: null}", Map.of())
                                .bucket())
                .isEqualTo(AS_MACHINE);
        assertThat(
                        loaded(
                                        "objectStore: {bucket: plant, s3: {region: r}, google:"
                                                + " null}",
                                        Map.of())
                                .bucket())
                .isEqualTo(new S3Config("plant", "r", null, null));
        assertThat(problems("objectStore: {bucket: plant, google: null}"))
                .containsExactly("objectStore.google is required");
    }

    @Test
    void readsWhereTheServiceIs() throws IOException {
        assertThat(
                        loaded(
                                        "sluice: {objectStore: {googleEndpoint:"
                                                + " 'https://objects.example'}}",
                                        Map.of())
                                .sluice()
                                .objectStore()
                                .googleEndpoint())
                .isEqualTo(URI.create("https://objects.example"));
    }
}
