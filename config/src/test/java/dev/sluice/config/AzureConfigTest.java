// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.AzureConfig.Account;
import dev.sluice.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The section `objectStore` with `azure` (admin.md 6.1, 6.2).
final class AzureConfigTest {
    private static final String KEY = "c2VjcmV0LWtleQ==";
    private static final AzureConfig WHOLE =
            new AzureConfig("plant", new Account("plantfiles", Secret.of(KEY)));
    private static final Map<String, String> VARIABLES =
            Map.of("AZURE_STORAGE_ACCOUNT", "plantfiles", "AZURE_STORAGE_KEY", KEY + "\n");

    @TempDir private Path directory;

    private ConfigLoading load(String yaml, Map<String, String> environment) throws IOException {
        Path file = Files.writeString(directory.resolve("server.yaml"), yaml);
        return ConfigLoader.load(new ConfigSource(file, environment, Map.of()));
    }

    private ServerConfig loaded(String yaml, Map<String, String> environment) throws IOException {
        return ((ConfigLoading.Loaded) load(yaml, environment)).config();
    }

    private List<String> problems(String yaml, Map<String, String> environment) throws IOException {
        return ((ConfigLoading.Refused) load(yaml, environment))
                .problems().stream().map(ConfigProblem::message).toList();
    }

    private static String azure(String members) {
        return "objectStore: {bucket: plant, azure: {" + members + "}}";
    }

    @Test
    void readsTheSectionOfAnAppInstanceAndOfHelmValues() throws IOException {
        String section = azure("account: {value: plantfiles}, accessKey: {value: " + KEY + "}");
        String appInstance =
                "apiVersion: kubecfg.dev/v1alpha1\nkind: AppInstance\nmetadata: {name: x}\n"
                        + "spec:\n  package:\n    spec:\n"
                        + section.indent(6);

        assertThat(loaded(section, Map.of()).bucket()).isEqualTo(WHOLE);
        assertThat(loaded(appInstance, Map.of()).bucket()).isEqualTo(WHOLE);
        assertThat(((ConfigLoading.Loaded) load(section, Map.of())).warnings()).isEmpty();
    }

    @Test
    void takesFromTheVariablesWhatTheSectionDoesNotSay() throws IOException {
        String references =
                azure(
                        "account: {valueFrom: {secretKeyRef: {name: a, key: account}}}, accessKey:"
                                + " {valueFrom: {secretKeyRef: {name: a, key: key}}}");

        assertThat(loaded(azure(""), VARIABLES).bucket()).isEqualTo(WHOLE);
        assertThat(loaded(references, VARIABLES).bucket()).isEqualTo(WHOLE);
        assertThat(((ConfigLoading.Loaded) load(references, VARIABLES)).warnings()).isEmpty();
        assertThat(loaded(azure("account: other"), VARIABLES).bucket())
                .isEqualTo(new AzureConfig("plant", new Account("other", Secret.of(KEY))));
    }

    /// Whoever checks settings alone, as the operator does, has no variables.
    @Test
    void hasNoAccountWhereNobodySaysIt() throws IOException {
        String reference = azure("accessKey: {valueFrom: {secretKeyRef: {name: a, key: key}}}");

        assertThat(loaded(azure(""), Map.of()).bucket()).isEqualTo(new AzureConfig("plant", null));
        assertThat(((ConfigLoading.Loaded) load(reference, Map.of())).warnings())
                .extracting(ConfigProblem::message)
                .containsExactly(
                        "objectStore.azure.accessKey.valueFrom names a Secret, which this server"
                                + " cannot read: give it in AZURE_STORAGE_KEY");
    }

    @Test
    void tellsEveryMistakeAndNoSecret() throws IOException {
        List<String> problems =
                problems(
                        """
                        objectStore:
                          bucket: ""
                          azure:
                            account: {value: Plant-Files}
                            accessKey: {value: "s3cr3t!"}
                            region: x
                        """,
                        Map.of());

        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "objectStore.bucket is required",
                        "objectStore.azure.account must be 3 to 24 lower-case letters and digits",
                        "objectStore.azure.accessKey must be a key of the account, in Base64",
                        "objectStore.azure.region is not a setting; known here: accessKey,"
                                + " account");
        assertThat(problems(azure("account: {value: Plant, region: x}"), Map.of()))
                .containsExactlyInAnyOrder(
                        "objectStore.azure.account must be 3 to 24 lower-case letters and digits",
                        "objectStore.azure.account.region is not a setting; known here: value,"
                                + " valueFrom");
        assertThat(
                        problems(
                                azure(""),
                                Map.of(
                                        "AZURE_STORAGE_ACCOUNT", "a/b",
                                        "AZURE_STORAGE_KEY", "s3cr3t!")))
                .containsExactlyInAnyOrder(
                        "AZURE_STORAGE_ACCOUNT must be 3 to 24 lower-case letters and digits",
                        "AZURE_STORAGE_KEY must be a key of the account, in Base64");
    }

    @Test
    void standsAlone() throws IOException {
        assertThat(problems("objectStore: {bucket: plant, azure: {}, s3: {region: r}}", Map.of()))
                .containsExactly("objectStore.azure cannot stand beside objectStore.s3");
        assertThat(problems("objectStore: {bucket: plant, azure: {}, region: r}", Map.of()))
                .containsExactly(
                        "objectStore.region is not a setting; known here: azure, bucket, google, s3");
        assertThat(loaded("objectStore: {bucket: plant, azure: {}, s3: null}", Map.of()).bucket())
                .isEqualTo(new AzureConfig("plant", null));
        assertThat(problems("objectStore: {bucket: plant, azure: null}", Map.of()))
                .containsExactly("objectStore.azure is required");
    }

    @Test
    void readsWhereAPrivateCloudHasTheBlobs() throws IOException {
        String endpoint = "sluice: {objectStore: {azureEndpoint: '%s'}}";

        assertThat(
                        loaded(endpoint.formatted("http://127.0.0.1:10000/plantfiles"), Map.of())
                                .sluice()
                                .objectStore()
                                .azureEndpoint())
                .isEqualTo(URI.create("http://127.0.0.1:10000/plantfiles"));
        for (String wrong :
                List.of("ftp://a/b", "blobs.example", "https://a@b/c", "https://a/?b")) {
            assertThat(problems(endpoint.formatted(wrong), Map.of()))
                    .containsExactly(
                            "sluice.objectStore.azureEndpoint must be an http or https URL without"
                                    + " user, query and fragment, not \""
                                    + wrong
                                    + "\"");
        }
        assertThat(problems(endpoint.formatted("https://BLOBS_HOST/x"), Map.of()))
                .containsExactly(
                        "sluice.objectStore.azureEndpoint must have a host name in the place of"
                                + " BLOBS_HOST, which is to be replaced, not"
                                + " \"https://BLOBS_HOST/x\"");
    }
}
