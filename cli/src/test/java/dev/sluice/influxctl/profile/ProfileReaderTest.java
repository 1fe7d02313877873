// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import dev.sluice.oidc.OAuthClient;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a configuration file may say, and what is said about its mistakes (admin.md 3.3).
final class ProfileReaderTest {
    private static final String MINIMAL =
            """
            [[profile]]
            name = "default"
            product = "clustered"
            host = "cluster-host.com"
            """;

    private static final String OAUTH =
            """
            [profile.auth.oauth2]
            client_id = "influxctl"
            device_url = "https://idp.example.com/device"
            token_url = "https://idp.example.com/token"
            """;

    @TempDir private Path home;

    @Test
    @Conforms({"A-77", "A-80"})
    void readsTheKeycloakProfileOfTheDocumentation() {
        Profile profile =
                read(
                        """
                        [[profile]]
                            name = "default"
                            product = "clustered"
                            host = "cluster-host.com" # InfluxDB cluster host
                            port = "8086" # InfluxDB cluster port

                            [profile.auth.oauth2]
                                client_id = "KEYCLOAK_CLIENT_ID"
                                device_url = "https://KEYCLOAK_HOST/realms/KEYCLOAK_REALM/protocol/openid-connect/auth/device"
                                token_url = "https://KEYCLOAK_HOST/realms/KEYCLOAK_REALM/protocol/openid-connect/token"
                        """);

        assertThat(profile.origin()).isEqualTo(URI.create("https://cluster-host.com:8086"));
        assertThat(oauth(profile).clientId()).isEqualTo("KEYCLOAK_CLIENT_ID");
    }

    /// Editors of Windows write both.
    @Test
    void readsAFileWithAByteOrderMarkAndLinesOfWindows() {
        Profile profile = read("\ufeff" + (MINIMAL + OAUTH).replace("\n", "\r\n"));

        assertThat(oauth(profile).clientId()).isEqualTo("influxctl");
    }

    @Test
    @Conforms("A-78")
    void readsTheAuth0ProfileOfTheDocumentation() {
        Profile profile =
                read(
                        """
                        [[profile]]
                            name = "default"
                            product = "clustered"
                            host = "cluster-host.com" # InfluxDB cluster host
                            port = "8086" # InfluxDB cluster port

                            [profile.auth.oauth2]
                                client_id = "AUTH0_CLIENT_ID"
                                client_secret = "AUTH0_CLIENT_SECRET"
                                device_url = "https://AUTH0_HOST/oauth/device/code"
                                token_url = "https://AUTH0_HOST/oauth/token"
                        """);

        assertThat(oauth(profile).clientSecret()).isEqualTo(Secret.of("AUTH0_CLIENT_SECRET"));
    }

    @Test
    @Conforms("A-79")
    void readsTheEntraProfileOfTheDocumentation() {
        Profile profile =
                read(
                        """
                        [[profile]]
                            name = "default"
                            product = "clustered"
                            host = "cluster-host.com" # InfluxDB cluster host
                            port = "8086" # InfluxDB cluster port

                            [profile.auth.oauth2]
                                client_id = "AZURE_CLIENT_ID"
                                scopes = ["AZURE_CLIENT_ID/.default"]
                                device_url = "https://login.microsoftonline.com/AZURE_TENANT_ID/oauth2/v2.0/devicecode"
                                token_url = "https://login.microsoftonline.com/AZURE_TENANT_ID/oauth2/v2.0/token"
                        """);

        assertThat(oauth(profile).client().scopes()).containsExactly("AZURE_CLIENT_ID/.default");
    }

    @Test
    void readsEveryKey() {
        Profile profile =
                read(
                        """
                        [[profile]]
                        name = "all"
                        product = "dedicated"
                        host = "h"
                        port = 8086
                        account_id = "00000000-0000-0000-0000-00000000000A"
                        cluster_id = "00000000-0000-0000-0000-00000000000b"
                        database = "home"
                        token = "apiv1_x"
                        mgmt_token = "M.V1.x"
                        [profile.tls]
                        insecure = true
                        disable = true
                        cert = "~/client.pem"
                        key = "/key.pem"
                        ca = "/ca.pem"
                        [profile.auth.oauth2]
                        client_id = "c"
                        client_secret = "s"
                        scopes = ["openid", "groups"]
                        parameters = { audience = "https://cluster" }
                        device_url = "http://localhost:8080/device"
                        token_url = "http://localhost:8080/token"
                        [profile.auth.token]
                        token_file = "~/token.json"
                        """);

        assertThat(profile)
                .isEqualTo(
                        new Profile(
                                "all",
                                Product.DEDICATED,
                                "h",
                                8086,
                                "00000000-0000-0000-0000-00000000000a",
                                "00000000-0000-0000-0000-00000000000b",
                                "home",
                                Secret.of("apiv1_x"),
                                Secret.of("M.V1.x"),
                                new TlsSettings(
                                        true,
                                        true,
                                        home.resolve("client.pem"),
                                        Path.of("/key.pem"),
                                        Path.of("/ca.pem")),
                                new OAuthSettings(
                                        "c",
                                        Secret.of("s"),
                                        List.of("openid", "groups"),
                                        Map.of("audience", "https://cluster"),
                                        URI.create("http://localhost:8080/device"),
                                        URI.create("http://localhost:8080/token")),
                                home.resolve("token.json")));
    }

    @Test
    void usesTheDefaultsForWhatIsAbsent() {
        assertThat(read(MINIMAL))
                .isEqualTo(
                        new Profile(
                                "default",
                                Product.CLUSTERED,
                                "cluster-host.com",
                                443,
                                null,
                                null,
                                null,
                                null,
                                null,
                                TlsSettings.DEFAULT,
                                null,
                                null));
    }

    @Test
    @Conforms("A-99")
    void dropsBlankParameters() {
        Profile profile = read(MINIMAL + OAUTH + "parameters = { audience = \"\", x = \"y\" }\n");

        OAuthClient client = oauth(profile).client();
        assertThat(client.parameters()).containsExactly(Map.entry("x", "y"));
    }

    @Test
    void takesAPastedAddressForAHostWithAWarning() {
        ProfileFile file =
                readFile(MINIMAL.replace("cluster-host.com", "https://cluster-host.com/"));

        assertThat(file.require("default").host()).isEqualTo("cluster-host.com");
        assertThat(file.warnings())
                .containsExactly(
                        "host \"https://cluster-host.com/\" is used as \"cluster-host.com\": leave"
                                + " out the scheme");
    }

    @Test
    void putsAnIpv6AddressIntoBrackets() {
        Profile profile = read(MINIMAL.replace("cluster-host.com", "::1"));

        assertThat(profile.address()).isEqualTo("[::1]:443");
    }

    @Test
    void turnsAHostOfOtherLettersIntoAscii() {
        Profile profile = read(MINIMAL.replace("cluster-host.com", "münchen.invalid"));

        assertThat(profile.origin()).isEqualTo(URI.create("https://xn--mnchen-3ya.invalid:443"));
        assertThat(profile.origin().getHost()).isEqualTo("xn--mnchen-3ya.invalid");
    }

    @Test
    void readsSeveralProfilesWhateverTheirIndentation() {
        ProfileFile file =
                readFile(MINIMAL + "    [profile.tls]\n  insecure = true\n" + second("two"));

        assertThat(file.require("default").tls().insecure()).isTrue();
        assertThat(file.require("two").tls().insecure()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "profil_name = \"x\"        | line 5: profile.profil_name is not known; known here:"
                        + " account_id, auth, cluster_id, database, host, mgmt_token, name, port,"
                        + " product, tls, token",
                "[profile.tls]\\nverify = 1  | line 6: profile.tls.verify is not known; known here:"
                        + " ca, cert, disable, insecure, key",
                "[profile.auth.oauth]       | line 5: profile.auth.oauth is not known (did"
                        + " you mean oauth2?); known here: oauth2, token",
                "[profiles]                 | line 5: profiles is not known; known here: profile",
                "port = \"eighty\"          | line 5: profile.port is eighty, must be a number from"
                        + " 1 to 65535",
                "port = 65536               | line 5: profile.port is 65536, must be a number from 1"
                        + " to 65535",
                "port = true                | line 5: profile.port is true, must be a number from 1"
                        + " to 65535",
                "token = 17                 | line 5: profile.token must be a string",
                "cluster_id = \"c\"         | line 5: profile.cluster_id is \"c\", must be a UUID",
                "[profile.tls]\\ninsecure=1  | line 6: profile.tls.insecure must be true or false",
                "[profile.tls]\\nkey = \"k\" | line 6: profile.tls.key stands alone: cert and key"
                        + " belong together",
                "tls = 5                    | line 5: profile.tls must be a table",
                "[profile.auth.token]       | profile.auth.token.token_file is required",
                "[profile.auth.oauth2]      | profile.auth.oauth2.client_id is required",
            })
    @Conforms("A-86")
    void namesTheKeyAndTheLineOfAMistake(String lines, String complaint) {
        assertRefused(MINIMAL + lines.replace("\\n", "\n") + "\n", complaint);
    }

    @ParameterizedTest
    @CsvSource({
        "host, hots, line 4",
        "host, Host, line 4",
        "host, hostname, line 4",
        "product, prodcut, line 3",
        "name, nmae, line 2",
    })
    void saysWhichKeyWasMeantWhereOneThatIsRequiredIsMisspelt(
            String key, String misspelt, String place) {
        assertRefused(
                MINIMAL.replace(key + " =", misspelt + " ="),
                place + ": profile." + misspelt + " is not known (did you mean " + key + "?)");
    }

    @Test
    void meansNoKeyThatIsGiven() {
        assertRefused(
                MINIMAL + "hots = \"other.example\"\n",
                "line 5: profile.hots is not known; known here: account_id");
    }

    @ParameterizedTest
    @CsvSource({
        "host, hots, 1",
        "device_url, device-URL, 0",
        "client_id, cleint_id, 1",
        "client_secret, client_secrte, 1",
        "port, host, 2",
        "ca, token_url, 8",
    })
    void countsTheLettersThatAreWrong(String word, String other, int wrong) {
        assertThat(Spelling.distance(word, other)).isEqualTo(wrong);
        assertThat(Spelling.distance(other, word)).isEqualTo(wrong);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "name = \"default\"          | name = \" \"              | profile.name is required",
                "product = \"clustered\"     | product = \"cloud\"       | profile.product is"
                        + " \"cloud\", must be \"clustered\" or \"dedicated\"",
                "product = \"clustered\"     | product = \"dedicated\"   | profile.account_id is"
                        + " required for product \"dedicated\"",
                "host = \"cluster-host.com\" | # none                    | profile.host is required",
                "host = \"cluster-host.com\" | host = \"h:8086\"         | profile.host is"
                        + " \"h:8086\": the port goes into the key port",
                "host = \"cluster-host.com\" | host = \"h/path\"         | profile.host is"
                        + " \"h/path\", must be a bare host name",
                "[[profile]]                 | [profile]                 | must be written as"
                        + " [[profile]], with two brackets",
            })
    void refusesAProfileWithout(String line, String other, String complaint) {
        assertRefused(MINIMAL.replace(line, other), complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "https://idp.example.com/device | idp.example.com/device | profile.auth.oauth2."
                        + "device_url is \"idp.example.com/device\", must begin with https:// or"
                        + " http://",
                "https://idp.example.com/token  | ftp://idp/token        | must begin with https://",
                "https://idp.example.com/token  | https://a b            | is not an address",
                "client_id = \"influxctl\"      | scopes = \"openid\"    | must be a list of strings",
                "client_id = \"influxctl\"      | parameters = [\"x\"]   | must be a table of strings",
            })
    void refusesOAuthSettingsWithout(String line, String other, String complaint) {
        String oauth = OAUTH.replace(line, other);
        String named = oauth.contains("client_id") ? oauth : oauth + "client_id = \"x\"\n";
        assertRefused(MINIMAL + named, complaint);
    }

    @Test
    void refusesANameThatIsUsedTwice() {
        assertRefused(MINIMAL + second("default"), "profile.name \"default\" is used twice");
    }

    @Test
    void namesTheLineOfWhatIsNoToml() {
        assertRefused(MINIMAL + "port = \n", "config.toml line 5: ");
    }

    @Test
    void refusesWhatIsNotUtf8() throws IOException {
        Path file = Files.write(home.resolve("config.toml"), new byte[] {-1, -2});
        ProfileReader reader =
                new ProfileReader(new Surroundings(Map.of(), home, OperatingSystem.LINUX));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> reader.read(file))
                .withMessage("cannot read configuration file " + file + ": it is not UTF-8");
    }

    @Test
    void refusesAPlaceholderForAHostOnlyAtTheSignIn() {
        Profile profile = read(MINIMAL + OAUTH.replace("idp.example.com", "KEYCLOAK_HOST"));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> oauth(profile).client())
                .withMessageContaining("KEYCLOAK_HOST")
                .withMessageContaining("put in your identity provider's host");
    }

    @Test
    void neverPrintsASecret() {
        Profile profile = read(MINIMAL + "token = \"apiv1_secret\"\n");

        assertThat(profile.toString()).doesNotContain("apiv1_secret");
    }

    private static String second(String name) {
        return MINIMAL.replace("default", name);
    }

    private void assertRefused(String toml, String complaint) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> readFile(toml))
                .withMessageContaining(home.resolve("config.toml").toString())
                .withMessageContaining(complaint);
    }

    private Profile read(String toml) {
        return readFile(toml).profiles().getFirst();
    }

    private ProfileFile readFile(String toml) {
        try {
            Path file = Files.writeString(home.resolve("config.toml"), toml);
            Surroundings around = new Surroundings(Map.of(), home, OperatingSystem.LINUX);
            return new ProfileReader(around).read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OAuthSettings oauth(Profile profile) {
        return Objects.requireNonNull(profile.oauth2());
    }
}
