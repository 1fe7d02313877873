// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.AddressBlock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The forms of the file, our own settings, and which source wins.
final class ConfigLoaderTest {
    private static final SluiceConfig DEFAULTS =
            new SluiceConfig(
                    new HttpConfig("127.0.0.1", 8086, 10, List.of(), null),
                    new DataConfig(Path.of("sluice-data"), 268_435_456),
                    new ObjectStoreConfig("", 10_737_418_240L, null, null),
                    new LogConfig(false, 100),
                    new IngestConfig(300, IngestConfig.BUFFER_BYTES_MAX_OF_HEAP),
                    new WriteConfig(50_000_000, 200, true, false, 0),
                    new QueryConfig(1_073_741_824, 0, 16, 300, 0, 0),
                    new AccessConfig(true, 60, 30, 10_000, null, null),
                    new AuditConfig(67_108_864, 5, true),
                    new MetricsConfig("127.0.0.1", -1),
                    new EgressConfig(null),
                    new ClusterConfig(List.of(), 45));
    private static final String EVERY_SETTING =
            """
            sluice:
              http:
                bindAddress: "::"
                port: 0
                shutdownGraceSeconds: 1
                trustedProxies: [10.0.0.0/8, "::1"]
                tlsCertificateFile: tls/cert.pem
                tlsKeyFile: /etc/tls/key.pem
              data: {directory: /var/lib/sluice, freeBytesMin: 13}
              objectStore:
                prefix: plant/one
                cacheBytesMax: 1048579
                azureEndpoint: https://blobs.example/plant
                googleEndpoint: https://objects.example
              log: {inBucket: true, objectMillis: 17}
              ingest: {flushIntervalSeconds: 2, bufferBytesMax: 1048576}
              write:
                bodyBytesMax: 3
                concurrentRequestsMax: 4
                partialWrites: false
                autoCreateDatabase: true
                autoCreateRetentionHours: 13
              query:
                memoryBytesMax: 1048577
                threads: 5
                concurrentQueriesMax: 6
                timeoutSeconds: 7
                partitionsMax: 14
                parquetFilesMax: 15
              access:
                adminTokenDataAccess: false
                clockSkewSeconds: 8
                failedAttemptsPerMinuteMax: 9
                failedAddressesMax: 10
                keyDirectory: /etc/keys
                adminTokenAudience: 00000000-0000-0005-0000-000000000006
              audit: {fileBytesMax: 1048578, filesMax: 11, copyToLog: false}
              metrics: {bindAddress: 0.0.0.0, port: 12}
              egress: {certificateFile: authorities.pem}
              cluster: {ingester: ["http://ingester:8086", "https://standby"], writeHoldSeconds: 16}
            """;
    private static final SluiceConfig EVERY_SETTING_READ =
            new SluiceConfig(
                    new HttpConfig(
                            "::",
                            0,
                            1,
                            blocks("10.0.0.0/8", "::1"),
                            new TlsFiles(Path.of("tls/cert.pem"), Path.of("/etc/tls/key.pem"))),
                    new DataConfig(Path.of("/var/lib/sluice"), 13),
                    new ObjectStoreConfig(
                            "plant/one",
                            1_048_579,
                            URI.create("https://blobs.example/plant"),
                            URI.create("https://objects.example")),
                    new LogConfig(true, 17),
                    new IngestConfig(2, 1_048_576),
                    new WriteConfig(3, 4, false, true, 13),
                    new QueryConfig(1_048_577, 5, 6, 7, 14, 15),
                    new AccessConfig(false, 8, 9, 10, Path.of("/etc/keys"), new UUID(5, 6)),
                    new AuditConfig(1_048_578, 11, false),
                    new MetricsConfig("0.0.0.0", 12),
                    new EgressConfig(Path.of("authorities.pem")),
                    new ClusterConfig(
                            List.of(
                                    URI.create("http://ingester:8086"),
                                    URI.create("https://standby")),
                            16));

    @TempDir private Path directory;
    private ConfigFiles files = new ConfigFiles(Path.of("unset"));

    @BeforeEach
    void useDirectory() {
        files = new ConfigFiles(directory);
    }

    private static List<AddressBlock> blocks(String... texts) {
        return Stream.of(texts).map(text -> AddressBlock.parse(text).orElseThrow()).toList();
    }

    private static SluiceConfig load(Map<String, String> environment, Map<String, String> flags) {
        return load(null, environment, flags);
    }

    private static SluiceConfig load(
            @Nullable Path file, Map<String, String> environment, Map<String, String> flags) {
        ConfigLoading loading = new ConfigSource(file, environment, flags).load();
        assertThat(loading).isInstanceOf(ConfigLoading.Loaded.class);
        return ((ConfigLoading.Loaded) loading).config().sluice();
    }

    private static Stream<String> refusals(
            Map<String, String> environment, Map<String, String> flags) {
        ConfigLoading loading = new ConfigSource(null, environment, flags).load();
        assertThat(loading).isInstanceOf(ConfigLoading.Refused.class);
        return ((ConfigLoading.Refused) loading).problems().stream().map(ConfigProblem::toString);
    }

    @Test
    void hasDefaultForEverySetting() {
        assertThat(load(Map.of(), Map.of())).isEqualTo(DEFAULTS);
    }

    @Test
    void readsEverySettingFromTheFile() {
        assertThat(files.loaded(EVERY_SETTING).config().sluice()).isEqualTo(EVERY_SETTING_READ);
    }

    @Test
    void readsEverySettingFromAnAppInstance() {
        String yaml =
                "apiVersion: kubecfg.dev/v1alpha1\nkind: AppInstance\nmetadata: {name: x}\n"
                        + "spec:\n  package:\n    spec:\n"
                        + EVERY_SETTING.indent(6);

        assertThat(files.loaded(yaml).config().sluice()).isEqualTo(EVERY_SETTING_READ);
    }

    @Test
    void readsEverySettingFromTheEnvironment() {
        Map<String, String> environment =
                Map.ofEntries(
                        Map.entry("SLUICE_HTTP_BIND_ADDRESS", "::"),
                        Map.entry("SLUICE_HTTP_PORT", "0"),
                        Map.entry("SLUICE_HTTP_SHUTDOWN_GRACE_SECONDS", "1"),
                        Map.entry("SLUICE_DATA_DIRECTORY", "/var/lib/sluice"),
                        Map.entry("SLUICE_DATA_FREE_BYTES_MIN", "13"),
                        Map.entry("SLUICE_OBJECT_STORE_PREFIX", "plant/one"),
                        Map.entry("SLUICE_OBJECT_STORE_CACHE_BYTES_MAX", "1048579"),
                        Map.entry(
                                "SLUICE_OBJECT_STORE_AZURE_ENDPOINT",
                                "https://blobs.example/plant"),
                        Map.entry("SLUICE_OBJECT_STORE_GOOGLE_ENDPOINT", "https://objects.example"),
                        Map.entry("SLUICE_LOG_IN_BUCKET", "true"),
                        Map.entry("SLUICE_LOG_OBJECT_MILLIS", "17"),
                        Map.entry("SLUICE_INGEST_FLUSH_INTERVAL_SECONDS", "2"),
                        Map.entry("SLUICE_INGEST_BUFFER_BYTES_MAX", "1048576"),
                        Map.entry("SLUICE_WRITE_BODY_BYTES_MAX", "3"),
                        Map.entry("SLUICE_WRITE_CONCURRENT_REQUESTS_MAX", "4"),
                        Map.entry("SLUICE_WRITE_PARTIAL_WRITES", "false"),
                        Map.entry("SLUICE_WRITE_AUTO_CREATE_DATABASE", "true"),
                        Map.entry("SLUICE_WRITE_AUTO_CREATE_RETENTION_HOURS", "13"),
                        Map.entry("SLUICE_QUERY_MEMORY_BYTES_MAX", "1048577"),
                        Map.entry("SLUICE_QUERY_THREADS", "5"),
                        Map.entry("SLUICE_QUERY_CONCURRENT_QUERIES_MAX", "6"),
                        Map.entry("SLUICE_QUERY_TIMEOUT_SECONDS", "7"),
                        Map.entry("SLUICE_QUERY_PARTITIONS_MAX", "14"),
                        Map.entry("SLUICE_QUERY_PARQUET_FILES_MAX", "15"),
                        Map.entry("SLUICE_ACCESS_ADMIN_TOKEN_DATA_ACCESS", "false"),
                        Map.entry("SLUICE_ACCESS_CLOCK_SKEW_SECONDS", "8"),
                        Map.entry("SLUICE_ACCESS_FAILED_ATTEMPTS_PER_MINUTE_MAX", "9"),
                        Map.entry("SLUICE_ACCESS_FAILED_ADDRESSES_MAX", "10"),
                        Map.entry("SLUICE_ACCESS_KEY_DIRECTORY", "/etc/keys"),
                        Map.entry(
                                "SLUICE_ACCESS_ADMIN_TOKEN_AUDIENCE",
                                "00000000-0000-0005-0000-000000000006"),
                        Map.entry("SLUICE_AUDIT_FILE_BYTES_MAX", "1048578"),
                        Map.entry("SLUICE_METRICS_BIND_ADDRESS", "0.0.0.0"),
                        Map.entry("SLUICE_METRICS_PORT", "12"),
                        Map.entry("SLUICE_AUDIT_FILES_MAX", "11"),
                        Map.entry("SLUICE_AUDIT_COPY_TO_LOG", "false"),
                        Map.entry("SLUICE_HTTP_TLS_CERTIFICATE_FILE", "tls/cert.pem"),
                        Map.entry("SLUICE_HTTP_TLS_KEY_FILE", "/etc/tls/key.pem"),
                        Map.entry("SLUICE_EGRESS_CERTIFICATE_FILE", "authorities.pem"),
                        Map.entry(
                                "SLUICE_CLUSTER_INGESTER", "http://ingester:8086, https://standby"),
                        Map.entry("SLUICE_CLUSTER_WRITE_HOLD_SECONDS", "16"),
                        Map.entry("SLUICE_HTTP_TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
                        Map.entry("PATH", "/bin"));

        assertThat(load(environment, Map.of())).isEqualTo(EVERY_SETTING_READ);
    }

    @Test
    void knowsWhatTheReferenceProductCallsTheSettingsOfWrites() {
        Map<String, String> environment =
                Map.of(
                        "INFLUXDB_IOX_MAX_HTTP_REQUEST_SIZE", "3",
                        "INFLUXDB_IOX_MAX_HTTP_REQUESTS", "4",
                        "INFLUXDB_IOX_PARTIAL_WRITES_ENABLED", "false",
                        "INFLUXDB_IOX_NAMESPACE_AUTOCREATION_ENABLED", "true",
                        "INFLUXDB_IOX_NEW_NAMESPACE_RETENTION_HOURS", "13");

        assertThat(load(environment, Map.of()).write())
                .isEqualTo(new WriteConfig(3, 4, false, true, 13));
        assertThat(refusals(Map.of("INFLUXDB_IOX_PARTIAL_WRITES_ENABLED", "yes"), Map.of()))
                .containsExactly(
                        "environment: INFLUXDB_IOX_PARTIAL_WRITES_ENABLED must be true or false,"
                                + " not \"yes\"");
    }

    @Test
    void ourOwnVariableWinsOverThatOfTheReferenceProduct() {
        Map<String, String> environment =
                Map.of(
                        "INFLUXDB_IOX_MAX_HTTP_REQUESTS", "4",
                        "SLUICE_WRITE_CONCURRENT_REQUESTS_MAX", "5");

        assertThat(load(environment, Map.of()).write().concurrentRequestsMax()).isEqualTo(5);
    }

    @Test
    void flagWinsOverEnvironmentAndEnvironmentOverFile() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("server.yaml"),
                        "sluice: {http: {port: 1, bindAddress: a, shutdownGraceSeconds: 1}}");

        HttpConfig http =
                load(
                                file,
                                Map.of("SLUICE_HTTP_PORT", "2", "SLUICE_HTTP_BIND_ADDRESS", "b"),
                                Map.of("http.port", "3"))
                        .http();

        assertThat(http).isEqualTo(new HttpConfig("b", 3, 1, List.of(), null));
    }

    @ParameterizedTest
    @CsvSource({"-1", "65536", "8086.5", "eight", "''", "99999999999999999999"})
    void refusesPortOutOfBounds(String port) {
        assertThat(refusals(Map.of("SLUICE_HTTP_PORT", port), Map.of()))
                .containsExactly(
                        "environment: SLUICE_HTTP_PORT must be a whole number from 0 to 65535, not"
                                + " \""
                                + port
                                + "\"");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "65535, 65535"})
    void acceptsPortAtItsBounds(String text, int port) {
        assertThat(load(Map.of(), Map.of("http.port", text)).http().port()).isEqualTo(port);
    }

    @Test
    void tellsOfEveryProxyThatIsNoAddress() {
        assertThat(
                        files.problems(
                                """
                                sluice:
                                  http:
                                    trustedProxies:
                                      - 10.0.0.0/8
                                      - proxy.example
                                      - 10.0.0.1/8
                                      - {a: b}
                                """))
                .containsExactly(
                        "5: sluice.http.trustedProxies[1] must be an IP address or a block such as"
                                + " 10.0.0.0/8, not \"proxy.example\"",
                        "6: sluice.http.trustedProxies[2] must be an IP address or a block such as"
                                + " 10.0.0.0/8, not \"10.0.0.1/8\"",
                        "7: sluice.http.trustedProxies[3] must be a single value");
    }

    @Test
    void takesProxiesAsOneTextToo() {
        assertThat(
                        files.loaded("sluice: {http: {trustedProxies: '10.0.0.1,10.0.0.2'}}")
                                .config()
                                .sluice()
                                .http()
                                .trustedProxies())
                .isEqualTo(blocks("10.0.0.1", "10.0.0.2"));
    }

    @Test
    void aBlankListOfProxiesIsEmpty() {
        assertThat(load(Map.of("SLUICE_HTTP_TRUSTED_PROXIES", ""), Map.of()).http())
                .extracting(HttpConfig::trustedProxies)
                .isEqualTo(List.of());
    }

    @Test
    void refusesProxyOfTheEnvironmentThatIsNoAddress() {
        assertThat(refusals(Map.of("SLUICE_HTTP_TRUSTED_PROXIES", "10.0.0.1,"), Map.of()))
                .containsExactly(
                        "environment: SLUICE_HTTP_TRUSTED_PROXIES must be an IP address or a block"
                                + " such as 10.0.0.0/8, not \"\"");
    }

    @Test
    void wantsTheKeyBesideTheCertificate() {
        assertThat(files.problems("sluice:\n  http:\n    tlsCertificateFile: c.pem\n"))
                .containsExactly(
                        "3: sluice.http.tlsKeyFile is required beside"
                                + " sluice.http.tlsCertificateFile");
    }

    @Test
    void wantsTheCertificateBesideTheKey() {
        assertThat(refusals(Map.of("SLUICE_HTTP_TLS_KEY_FILE", "k.pem"), Map.of()))
                .containsExactly(
                        "environment: sluice.http.tlsCertificateFile is required beside"
                                + " SLUICE_HTTP_TLS_KEY_FILE");
    }

    @Test
    void takesCertificateAndKeyFromTwoSources() {
        assertThat(
                        load(
                                        Map.of("SLUICE_HTTP_TLS_KEY_FILE", "k.pem"),
                                        Map.of("http.tlsCertificateFile", "c.pem"))
                                .http()
                                .tls())
                .isEqualTo(new TlsFiles(Path.of("c.pem"), Path.of("k.pem")));
    }

    @Test
    void refusesABlankPathAndOneThatIsNone() {
        assertThat(
                        refusals(
                                Map.of("SLUICE_EGRESS_CERTIFICATE_FILE", " "),
                                Map.of("data.directory", "a\0b")))
                .containsExactlyInAnyOrder(
                        "environment: SLUICE_EGRESS_CERTIFICATE_FILE must not be blank, not \" \"",
                        "flags: data.directory must be a path, not \"a\0b\"");
    }

    @Test
    void saysWhichSettingDoesWhatTheOperatorsBundleDoes() {
        String yaml =
                """
                egress:
                  customCertificates:
                    valueFrom:
                      configMapKeyRef: {name: custom-ca, key: certs.pem}
                """;

        assertThat(files.warnings(yaml))
                .containsExactly(
                        "4: egress.customCertificates names a ConfigMap, which this server cannot"
                                + " read: mount it and name the file in"
                                + " sluice.egress.certificateFile");
        assertThat(files.warnings(yaml + "sluice: {egress: {certificateFile: ca.pem}}\n"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "egress: {customCertificates: {valueFrom: {configMapKeyRef: {name: '', key: ''}}}}",
                "egress: {customCertificates: {valueFrom: {configMapKeyRef: {key: ca.pem}}}}",
                "egress: {customCertificates: {valueFrom: some}}",
                "egress: {customCertificates:}",
                "egress: []",
            })
    void leavesASectionAloneThatNamesNoBundle(String yaml) {
        assertThat(files.warnings(yaml)).isEmpty();
    }

    @Test
    void refusesUnknownFlag() {
        assertThat(refusals(Map.of(), Map.of("http.prot", "1")))
                .containsExactly("flags: http.prot is not a setting");
    }

    @Test
    void warnsOfUnknownVariable() {
        ConfigLoading loading =
                new ConfigSource(null, Map.of("SLUICE_HTTP_PROT", "1"), Map.of()).load();

        assertThat(((ConfigLoading.Loaded) loading).warnings())
                .extracting(ConfigProblem::toString)
                .containsExactly("environment: SLUICE_HTTP_PROT is not a setting");
    }

    @Test
    void leavesVariablesOfOthersAlone() {
        ConfigLoading loading =
                new ConfigSource(
                                null,
                                Map.of("SLUICE_SERVICE_HOST", "x", "SLUICE_PORT", "tcp"),
                                Map.of())
                        .load();

        assertThat(((ConfigLoading.Loaded) loading).warnings()).isEmpty();
    }

    @Test
    void refusesUnknownSettings() {
        assertThat(files.problems("sluice:\n  http: {prot: 1}\n  htpt: {}\n"))
                .hasSize(2)
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("2: sluice.http.prot is not"),
                        second -> assertThat(second).startsWith("3: sluice.htpt is not"));
    }

    @Test
    void refusesSettingOfWrongShape() {
        assertThat(files.problems("sluice:\n  http:\n    port: [1]\n"))
                .containsExactly("3: sluice.http.port must be a single value");
    }

    @Test
    void refusesGroupOfWrongShape() {
        assertThat(files.problems("sluice:\n  http: 8086\n"))
                .containsExactly("2: sluice.http must be a mapping");
    }

    @Test
    void namesTheLineOfBadSetting() {
        assertThat(files.problems("sluice:\n  http:\n    port: x\n"))
                .containsExactly(
                        "3: sluice.http.port must be a whole number from 0 to 65535, not \"x\"");
    }

    static Stream<Arguments> brokenFiles() {
        return Stream.of(
                Arguments.of(
                        "kind: AppInstance\nspec: {package: {spec: {}}}\n",
                        "1: apiVersion is required"),
                Arguments.of(
                        "apiVersion: v1\nkind: AppInstance\nspec: {package: {spec: {}}}\n",
                        "1: apiVersion must be kubecfg.dev/v1alpha1, not v1"),
                Arguments.of(
                        "apiVersion: kubecfg.dev/v1alpha1\nkind: App\nspec: {package: {spec: {}}}\n",
                        "2: kind must be AppInstance, not App"),
                Arguments.of(
                        "apiVersion: kubecfg.dev/v1alpha1\nkind: AppInstance\n",
                        "1: spec is required"),
                Arguments.of(
                        "apiVersion: kubecfg.dev/v1alpha1\nkind: AppInstance\nspec:\n  package: {}\n",
                        "4: spec.package.spec is required"),
                Arguments.of("- a\n", "1: the file must be a mapping"),
                Arguments.of("a: 1\n---\nb: 2\n", "3: the file has a second document; keep one"),
                Arguments.of("[1]: x\n", "1: the file has a key that is not a word"));
    }

    @ParameterizedTest
    @MethodSource("brokenFiles")
    void refusesBrokenFile(String yaml, String problem) {
        assertThat(files.problems(yaml)).contains(problem);
    }

    @Test
    void refusesTextThatIsNotYaml() {
        assertThat(files.problems("admin:\n  users: [\n"))
                .singleElement()
                .asString()
                .contains("the file is not YAML: ");
    }

    @Test
    void refusesUnknownSectionOfTheFile() {
        assertThat(files.problems("administrators: {}\n"))
                .singleElement()
                .asString()
                .startsWith("1: administrators is not a setting");
    }

    @Test
    void leavesSectionsAloneThatOnlyTheOperatorReads() {
        String yaml =
                """
                catalog: {dsn: {value: 'postgres://x'}}
                objectStore: {bucket: x}
                ingesterStorage: {storage: 2Gi}
                monitoringStorage: {storage: 1Gi}
                ingress: {hosts: [""]}
                images: {}
                hostingEnvironment: {}
                components: {}
                resources: {}
                egress: {}
                observability: {}
                featureFlags: []
                image: {tag: ""}
                imagePullSecrets: []
                skipOperator: false
                """;

        assertThat(files.loaded(yaml).config().sluice()).isEqualTo(DEFAULTS);
    }

    @Test
    void refusesFileThatIsNotUtf8() throws IOException {
        Path file = Files.write(directory.resolve("latin.yaml"), "a: é\n".getBytes(ISO_8859_1));

        ConfigLoading loading = new ConfigSource(file, Map.of(), Map.of()).load();

        assertThat(((ConfigLoading.Refused) loading).problems())
                .extracting(ConfigProblem::toString)
                .containsExactly(file + ": the file cannot be read: it is not UTF-8");
    }

    @Test
    void refusesFileThatIsNotThere() {
        Path file = directory.resolve("none.yaml");

        ConfigLoading loading = new ConfigSource(file, Map.of(), Map.of()).load();

        assertThat(((ConfigLoading.Refused) loading).problems())
                .extracting(ConfigProblem::toString)
                .containsExactly(file + ": the file cannot be read: there is no such file");
    }

    @Test
    void refusesFileThatIsTooLarge() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("large.yaml"), "#".repeat(YamlFile.BYTES_MAX + 1));

        ConfigLoading loading = new ConfigSource(file, Map.of(), Map.of()).load();

        assertThat(((ConfigLoading.Refused) loading).problems())
                .extracting(ConfigProblem::message)
                .containsExactly("the file has 3145729 bytes (limit: 3145728)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ingester:8086",
                "ftp://ingester:8086",
                "http://",
                "http://user:secret@ingester:8086",
                "http://ingester:8086/path",
                "http://ingester:8086?a=b",
                "http://ingester:8086,standby",
                "http://ingester:8086#f"
            })
    void theIngesterIsAServerAndNothingBehindIt(String url) throws IOException {
        assertThat(files.problems("sluice: {cluster: {ingester: '" + url + "'}}\n"))
                .singleElement()
                .asString()
                .contains(
                        "sluice.cluster.ingester must be an http or https URL of host and port"
                                + " alone");
    }

    @Test
    void noServerHasAnUnderscoreInItsName() throws IOException {
        assertThat(files.problems("sluice: {cluster: {ingester: 'http://my_sluice:8086'}}\n"))
                .singleElement()
                .asString()
                .contains("sluice.cluster.ingester must have a host name without underscores");
    }
}
