// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.PostgresConfig.CertificateFiles;
import dev.sluice.config.PostgresConfig.Host;
import dev.sluice.config.PostgresConfig.Tls;
import dev.sluice.model.Secret;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where the catalog is (admin.md 6.1, 6.6).
final class CatalogConfigTest {
    private static final String ENCODE =
            "; special characters of user, password and database must be percent-encoded";

    private static final String PARAMETERS =
            " sslmode, sslrootcert, sslcert, sslkey, target_session_attrs,"
                    + " search_path, options"
                    + ENCODE;

    private static final String SCHEMA =
            "search_path names one schema, by a plain name, and options may be -c search_path=NAME"
                    + " in its place and nothing else";

    @TempDir private Path directory;
    private ConfigFiles files = new ConfigFiles(Path.of("unset"));

    @BeforeEach
    void useDirectory() {
        files = new ConfigFiles(directory);
    }

    private static String documented(String dsn) {
        return "catalog: {dsn: {value: '" + dsn + "'}}";
    }

    private PostgresConfig read(String dsn) {
        return Objects.requireNonNull(files.loaded(documented(dsn)).config().catalog());
    }

    @Test
    void isNoneWhereNothingIsSaid() {
        assertThat(files.loaded("sluice: {}").config().catalog()).isNull();
        assertThat(files.loaded("catalog: {}").config().catalog()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "postgresql", "POSTGRES"})
    @Conforms("A-196")
    void readsBothSchemes(String scheme) {
        assertThat(read(scheme + "://ada:secret@db.example:5433/plant?sslmode=disable"))
                .isEqualTo(
                        new PostgresConfig(
                                List.of(new Host("db.example", 5433)),
                                false,
                                "plant",
                                null,
                                "ada",
                                Secret.of("secret"),
                                Tls.DISABLE,
                                CertificateFiles.NONE));
    }

    @Test
    @Conforms("A-196")
    void decodesUserPasswordAndDatabase() {
        PostgresConfig config = read("postgres://a%40b:p%2Fw%3A%C3%A4+%25@h/d%20b%2f1");

        assertThat(config.user()).isEqualTo("a@b");
        assertThat(Objects.requireNonNull(config.password()).reveal()).isEqualTo("p/w:ä+%");
        assertThat(config.database()).isEqualTo("d b/1");
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://,localhost,5432",
        "postgres:///plant,localhost,5432",
        "postgres://h,h,5432",
        "postgres://h:,h,5432",
        "postgres://:5433,localhost,5433",
        "postgres://10.0.0.1:1/x,10.0.0.1,1",
        "postgres://u@[fe80::1]:65535/x,fe80::1,65535",
        "postgres://[::1],::1,5432"
    })
    void takesWhatIsLeftOut(String dsn, String host, int port) {
        PostgresConfig config = read(dsn);

        assertThat(config.hosts()).containsExactly(new Host(host, port));
        assertThat(config.password()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "search_path=plant",
                "options=-c%20search_path%3Dplant",
                "options=-csearch_path=plant",
                "options=--search_path=plant"
            })
    void takesTheSchemaAsLibpqAndPgxDo(String parameter) {
        assertThat(read("postgres://h/d?" + parameter).schema()).isEqualTo("plant");
        assertThat(read("postgres://h/d?search_path=&options=").schema()).isNull();
    }

    @Test
    void takesCertificatesAsLibpqNamesThem() {
        assertThat(
                        read("postgres://h/d?sslrootcert=/a%20b/ca.crt&sslcert=c.crt&sslkey=/c.key")
                                .files())
                .isEqualTo(
                        new CertificateFiles(
                                Path.of("/a b/ca.crt"), Path.of("c.crt"), Path.of("/c.key")));
        assertThat(read("postgres://h/d?sslrootcert=").files()).isEqualTo(CertificateFiles.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgres://a,b:5433/d | a:5432,b:5433/d",
                "postgres://u:p@[::1]:1,[fe80::2],10.0.0.3/d | [::1]:1,[fe80::2]:5432,10.0.0.3:5432/d"
            })
    void takesSeveralHostsInTheirOrder(String dsn, String place) {
        assertThat(read(dsn).place()).isEqualTo(place);
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://h/d,false",
        "postgres://h/d?target_session_attrs=read-write,true",
        "'postgres://a,b/d',true",
        "'postgres://a,b/d?sslmode=disable&target_session_attrs=primary',true",
        "'postgres://a,b/d?target_session_attrs=read-write',true",
        "'postgres://a,b/d?target_session_attrs=any',false"
    })
    void ofSeveralHostsOneIsTakenThatTakesChanges(String dsn, boolean primaryOnly) {
        assertThat(read(dsn).primaryOnly()).isEqualTo(primaryOnly);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "none,VERIFY_FULL",
                "?,VERIFY_FULL",
                "?sslmode=disable,DISABLE",
                "?sslmode=require,REQUIRE",
                "?sslmode=verify-ca,VERIFY_CA",
                "?sslmode=verify-full,VERIFY_FULL",
                "?sslmode=DISABLE,DISABLE"
            })
    void withoutTlsOneHasToSaySo(@Nullable String query, Tls tls) {
        assertThat(read("postgres://h/d" + (query == null ? "" : query)).tls()).isEqualTo(tls);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mysql://ada:hush@h/d | it must begin with postgres:// or postgresql://",
                "ada:hush@h/d | it must begin with postgres:// or postgresql://",
                "postgres://ada:hush/hush@h/d | invalid port number" + ENCODE,
                "postgres://ada:hush@h:x/d | invalid port number" + ENCODE,
                "postgres://ada:hush@h:0/d | invalid port number" + ENCODE,
                "postgres://ada:hush@h:65536/d | invalid port number" + ENCODE,
                "postgres://ada:hu@sh@h/d | unexpected '@'" + ENCODE,
                "postgres://ada:hu#sh@h/d | unexpected '#'" + ENCODE,
                "postgres://ada:hush@h/d/e | invalid database name" + ENCODE,
                "postgres://ada:hush@h h/d | invalid host name" + ENCODE,
                "postgres://ada:hush@one,,other:5433/d | a host is missing beside a comma" + ENCODE,
                "postgres://ada:hush@one,hu:sh/d | invalid port number" + ENCODE,
                "postgres://ada:hush@[::1/d | invalid IPv6 address" + ENCODE,
                "postgres://ada:hush@[::1]x/d | invalid host name" + ENCODE,
                "postgres://ada:hush%@h/d | invalid percent-encoding of the password",
                "postgres://ada:hush%2@h/d | invalid percent-encoding of the password",
                "postgres://ada:hush%GG@h/d | invalid percent-encoding of the password",
                "postgres://ada:hush%ff@h/d | the password is not UTF-8",
                "postgres://ada%00:hush@h/d | the user has a NUL character",
                "postgres://ada:hu?sh@h/d | the only parameters are" + PARAMETERS,
                "postgres://ada:hush@h/d?host=hush | the only parameters are" + PARAMETERS,
                "postgres://h/d?sslmode=prefer | sslmode must be one of disable, require, verify-ca, verify-full",
                "postgres://h/d?sslcert=/hush | sslcert and sslkey are a pair, of which one is missing",
                "postgres://h/d?search_path=hush,public | " + SCHEMA,
                "postgres://h/d?search_path=a&options=-csearch_path%3Da | " + SCHEMA,
                "postgres://h/d?options=-c%20work_mem%3D1 | " + SCHEMA,
                "postgres://h/d?target_session_attrs=standby | target_session_attrs must be one of"
                        + " read-write, primary, any, since the catalog is changed"
            })
    @Conforms({"A-196", "A-199"})
    void saysWhatIsWrongWithoutAnyPartOfIt(String dsn, String reason) {
        assertThat(files.problems(documented(dsn)))
                .containsExactly("1: catalog.dsn.value is no address: Catalog DSN error: " + reason)
                .allSatisfy(problem -> assertThat(problem).doesNotContain("hush", "sh@"));
    }

    @Test
    void refusesAnotherShape() {
        assertThat(files.problems("catalog: {dsn: {value: ''}}"))
                .containsExactly("1: catalog.dsn.value is required");
        assertThat(files.problems("catalog: {dsn: {value: 'postgres://h', key: x}}"))
                .containsExactly(
                        "1: catalog.dsn.key is not a setting; known here: value, valueFrom");
        assertThat(files.problems("catalog: {dns: {value: 'postgres://h'}}"))
                .containsExactly("1: catalog.dns is not a setting; known here: dsn");
    }

    @Test
    void doesNotFollowAReferenceAndSaysSo() {
        for (String dsn :
                List.of(
                        "{valueFrom: {secretKeyRef: {name: n, key: k}}}",
                        "{SecretName: n, SecretKey: k}")) {
            String file = "catalog: {dsn: " + dsn + "}";

            assertThat(files.loaded(file).config().catalog()).isNull();
            assertThat(files.warnings(file))
                    .singleElement()
                    .asString()
                    .contains("names a Secret, which this server cannot read")
                    .contains("INFLUXDB_IOX_CATALOG_DSN", "sluice.catalog.dsnFile");
        }
    }

    private ConfigLoading load(String yaml, Map<String, String> environment) throws IOException {
        return new ConfigSource(
                        Files.writeString(directory.resolve("own.yaml"), yaml),
                        environment,
                        Map.of())
                .load();
    }

    private String host(String yaml, Map<String, String> environment) throws IOException {
        ConfigLoading loading = load(yaml, environment);
        assertThat(loading).isInstanceOf(ConfigLoading.Loaded.class);
        ConfigLoading.Loaded loaded = (ConfigLoading.Loaded) loading;
        assertThat(loaded.warnings()).isEmpty();
        return Objects.requireNonNull(loaded.config().catalog()).hosts().getFirst().name();
    }

    @Test
    void theVariableOfTheOperatorStandsForTheReference() throws IOException {
        String file = "catalog: {dsn: {valueFrom: {secretKeyRef: {name: n, key: k}}}}";

        assertThat(host(file, Map.of("INFLUXDB_IOX_CATALOG_DSN", "postgres://variable")))
                .isEqualTo("variable");
    }

    @Test
    void whatIsOursWins() throws IOException {
        Map<String, String> environment = new HashMap<>();
        String file = documented("postgres://documented");
        assertThat(host(file, environment)).isEqualTo("documented");
        file += "\nsluice: {catalog: {dsn: 'postgres://own'}}";
        assertThat(host(file, environment)).isEqualTo("own");
        environment.put("INFLUXDB_IOX_CATALOG_DSN", "postgres://reference");
        assertThat(host(file, environment)).isEqualTo("reference");
        environment.put("SLUICE_CATALOG_DSN", "postgres://variable");
        assertThat(host(file, environment)).isEqualTo("variable");
    }

    @Test
    void readsAFileThatHoldsTheAddress() throws IOException {
        Path file = Files.writeString(directory.resolve("dsn"), "postgres://file/x\n");

        assertThat(host("sluice: {catalog: {dsnFile: " + file + "}}", Map.of())).isEqualTo("file");
    }

    @Test
    void saysWhatIsWrongWithTheFile() throws IOException {
        Path missing = directory.resolve("missing");
        assertThat(files.problems("sluice: {catalog: {dsnFile: " + missing + "}}"))
                .containsExactly(
                        "1: sluice.catalog.dsnFile names "
                                + missing
                                + ", which cannot be read: there is no such file");
        Path bad = Files.writeString(directory.resolve("bad"), "postgres://a:hush@h:x");
        assertThat(files.problems("sluice: {catalog: {dsnFile: " + bad + "}}"))
                .containsExactly(
                        "1: sluice.catalog.dsnFile is no address: Catalog DSN error: invalid port"
                                + " number"
                                + ENCODE);
        Path large = Files.writeString(directory.resolve("large"), "x".repeat(70_000));
        assertThat(files.problems("sluice: {catalog: {dsnFile: " + large + "}}"))
                .containsExactly(
                        "1: sluice.catalog.dsnFile names "
                                + large
                                + ", which is no address: it is too long");
        assertThat(files.problems("sluice: {catalog: {dsn: 'postgres://h', dsnFile: f}}"))
                .containsExactly(
                        "1: sluice.catalog.dsnFile is given beside sluice.catalog.dsn; keep one of"
                                + " them");
    }

    @Test
    void aBadVariableIsToldWithoutItsValue() throws IOException {
        ConfigLoading loading = load("{}", Map.of("SLUICE_CATALOG_DSN", "hush"));

        assertThat(loading).isInstanceOf(ConfigLoading.Refused.class);
        assertThat(((ConfigLoading.Refused) loading).problems())
                .singleElement()
                .hasToString(
                        "environment: SLUICE_CATALOG_DSN is no address: Catalog DSN error: it must"
                                + " begin with postgres:// or postgresql://");
    }

    @Test
    void neitherUserNorPasswordIsInItsText() {
        PostgresConfig config = read("postgres://ada:hush@h/d");

        assertThat(config.toString()).doesNotContain("hush");
        assertThat(config.place()).isEqualTo("h:5432/d");
        assertThat(read("postgres://[::1]:1").place()).isEqualTo("[::1]:1");
    }

    @Test
    void anotherDatabaseOfTheSectionAdminHasNoEffect() {
        String admin =
                """
                admin:
                  identityProvider: x
                  jwksEndpoint: https://p.example/keys
                  users: [{id: a, firstName: A, lastName: B, email: a@b.example}]
                  dsn: {value: '%s'}
                """;
        String catalog = documented("postgres://h/d") + "\n";

        assertThat(files.warnings(catalog + admin.formatted("postgres://h/d"))).isEmpty();
        assertThat(files.warnings(catalog + admin.formatted("postgres://other/d")))
                .singleElement()
                .asString()
                .contains("admin.dsn.value has no effect");
        assertThat(files.problems(catalog + admin.formatted("postgres://a:hush@h:x")))
                .singleElement()
                .asString()
                .contains("admin.dsn.value is no address: Catalog DSN error: invalid port number")
                .doesNotContain("hush");
    }
}
