// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.AdminConfig;
import dev.sluice.config.AdminUser;
import dev.sluice.config.AzureConfig;
import dev.sluice.config.GoogleConfig;
import dev.sluice.config.S3Config;
import dev.sluice.config.ServerConfig;
import dev.sluice.config.SluiceConfig;
import dev.sluice.model.AddressBlock;
import dev.sluice.operator.Resources;
import dev.sluice.testkit.Golden;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the operator writes, the server reads: both halves joined.
final class ServerFilesTest {
    @TempDir private Path directory;

    private AdminConfig admin(Rendered rendered) {
        return Objects.requireNonNull(rendered.loaded(directory).admin());
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak", "auth0", "entra"})
    void theServerKnowsTheDocumentedAdministrators(String provider) {
        AdminConfig admin = admin(Rendered.of(Resources.shipped(provider + "-appinstance.yaml")));

        assertThat(admin.identityProvider())
                .isEqualTo(provider.equals("entra") ? "azure" : provider);
        assertThat(admin.users())
                .singleElement()
                .extracting(AdminUser::firstName, AdminUser::lastName, AdminUser::email)
                .containsExactly("Marty", "McFly", "mcfly@influxdata.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0123",
                "1e5",
                "0x1F",
                "true",
                "null",
                "~",
                "2026-01-01",
                "a: b",
                "auth0|65d",
                "- x",
                "#1",
                "İi",
                "10_000",
                "a\\\"b"
            })
    void everyUserIdArrivesAsItIs(String id) {
        String text = id.replace("\\\"", "\"");
        AdminConfig admin =
                admin(
                        Rendered.of(
                                """
                                admin:
                                  identityProvider: dex
                                  jwksEndpoint: https://dex.example/keys
                                  users: [{id: "%s", firstName: a, lastName: b, email: c}]
                                """
                                        .formatted(id)));

        assertThat(admin.users()).extracting(AdminUser::id).containsExactly(text);
    }

    @Test
    void withoutAdminNobodySignsIn() {
        assertThat(Rendered.of().loaded(directory).admin()).isNull();
    }

    @Test
    void theServerListensWhereTheServicesLead() {
        ServerConfig config =
                Rendered.of("sluice: {http: {port: 1, shutdownGraceSeconds: 3}}").loaded(directory);

        assertThat(config.sluice().http().port()).isEqualTo(8086);
        assertThat(config.sluice().http().bindAddress()).isEqualTo("0.0.0.0");
        assertThat(config.sluice().http().shutdownGraceSeconds()).isEqualTo(3);
        assertThat(config.sluice().metrics().port()).isEqualTo(8087);
        assertThat(config.sluice().data().directory()).isEqualTo(Path.of("/var/lib/sluice"));
        assertThat(config.sluice().access().keyDirectory()).isEqualTo(Path.of("/etc/sluice/keys"));
        assertThat(config.sluice().access().adminTokenAudience())
                .isEqualTo(UUID.fromString(Rendered.UID));
    }

    @Test
    void everyDoorKnowsTheProxiesBeforeIt() {
        Rendered rendered =
                Rendered.of(
                        Resources.QUERIERS,
                        """
                        sluice:
                          http: {trustedProxies: [10.244.0.0/16]}
                          access: {failedAttemptsPerMinuteMax: 300}
                        """);

        for (SluiceConfig sluice :
                List.of(
                        rendered.loaded(directory).sluice(),
                        rendered.loaded(directory, ServerFiles.QUERIER_SETTINGS_MAP).sluice())) {
            assertThat(sluice.http().trustedProxies())
                    .extracting(AddressBlock::toString)
                    .containsExactly("10.244.0.0/16");
            assertThat(sluice.access().failedAttemptsPerMinuteMax()).isEqualTo(300);
        }
    }

    @Test
    void queriersKnowWhereTheIngesterIs() {
        Rendered rendered = Rendered.of(Resources.QUERIERS, "sluice: {query: {threads: 2}}");
        SluiceConfig querier =
                rendered.loaded(directory, ServerFiles.QUERIER_SETTINGS_MAP).sluice();
        SluiceConfig one = rendered.loaded(directory).sluice();

        assertThat(querier.cluster().ingesters())
                .containsExactly(URI.create("http://iox-shared-ingester-0:8086"));
        assertThat(rendered.names()).contains("Service/iox-shared-ingester-0");
        assertThat(one.cluster().ingesters()).isEmpty();
        assertThat(querier.query()).isEqualTo(one.query());
        assertThat(querier.access()).isEqualTo(one.access());
    }

    @Test
    void theBucketIsTheOneThatIsNamed() {
        ServerConfig config =
                Rendered.of(
                                """
                                objectStore:
                                  s3:
                                    endpoint: http://minio.minio:9000
                                    allowHttp: "true"
                                    accessKey: {valueFrom: {secretKeyRef: {name: m, key: a}}}
                                    secretKey: {valueFrom: {secretKeyRef: {name: m, key: s}}}
                                """)
                        .loaded(directory);

        assertThat(config.bucket())
                .isEqualTo(
                        new S3Config(
                                "plant",
                                "eu-central-1",
                                URI.create("http://minio.minio:9000"),
                                null));
    }

    /// Account and key are variables of the containers, wherever they stand.
    @Test
    void theContainerOfAzureIsTheOneThatIsNamed() {
        Rendered rendered =
                Rendered.of(
                        """
                        objectStore:
                          s3: null
                          azure:
                            accessKey: {valueFrom: {secretKeyRef: {name: azure, key: key}}}
                            account: {value: plantfiles}
                        sluice: {objectStore: {azureEndpoint: "https://blobs.example/plantfiles"}}
                        """,
                        Resources.ROLES);
        ServerConfig config = rendered.loaded(directory);

        assertThat(config.bucket()).isEqualTo(new AzureConfig("plant", null));
        assertThat(config.sluice().objectStore().azureEndpoint())
                .isEqualTo(URI.create("https://blobs.example/plantfiles"));
        Golden.check(
                "azure.yaml",
                bucketOf(rendered)
                        + Serialization.asYaml(rendered.tree("Secret", Credentials.OWN)));
    }

    /// The key is a variable of the containers that have files, by reference to its Secret.
    @Test
    void theBucketOfGoogleIsTheOneThatIsNamed() {
        Rendered rendered =
                Rendered.of(
                        """
                        objectStore:
                          s3: null
                          google: {serviceAccountSecret: {name: google, key: account.json}}
                        """,
                        Resources.ROLES);
        Rendered asPod = Rendered.of("objectStore: {s3: null, google: {}}", Resources.ROLES);

        assertThat(rendered.loaded(directory).bucket()).isEqualTo(new GoogleConfig("plant", null));
        assertThat(asPod.loaded(directory).bucket()).isEqualTo(new GoogleConfig("plant", null));
        Golden.check("google.yaml", bucketOf(rendered));
        assertThat(rendered.names()).doesNotContain("Secret/" + Credentials.OWN);
        assertThat(asPod.text()).doesNotContain(GoogleConfig.KEY_VARIABLE);
    }

    /// Settings, and the variables of containers that have files and of such as have none.
    private static String bucketOf(Rendered rendered) {
        return Serialization.asYaml(rendered.tree("ConfigMap", ServerFiles.SETTINGS_MAP))
                + variables(rendered, "iox-shared-querier")
                + variables(rendered, "global-router");
    }

    private static String variables(Rendered rendered, String deployment) {
        return Serialization.asYaml(rendered.container("Deployment", deployment).get("env"));
    }
}
