// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each row of the validation table of admin.md 1.4.
final class AdminConfigTest {
    private static final String GOOD =
            """
            admin:
              identityProvider: keycloak
              jwksEndpoint: https://id.example/certs
              users:
                - id: "1"
                  firstName: Ada
                  lastName: Lovelace
                  email: ada
            """;
    private static final String SECOND_USER =
            """
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

    @Test
    @Conforms("A-74")
    void absentSectionIsValid() {
        assertThat(files.loaded("sluice: {}\n").config().admin()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "# admin: as before\n{}\n", "admin: {}", "admin: {users: []}"})
    void fileThatSaysThatItSetsNothingIsValid(String yaml) {
        assertThat(files.loaded(yaml).config().admin()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\n"})
    void refusesFileThatWasCutToNothing(String yaml) {
        assertThat(files.problems(yaml))
                .singleElement()
                .asString()
                .endsWith("the file is empty; a file in which everything is as by default has {}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"# admin: as before\n", "\n# of comments\n  # alone"})
    void refusesFileOfCommentsAlone(String yaml) {
        assertThat(files.problems(yaml))
                .containsExactly(
                        "0: the file has nothing but comments; a file in which everything is as by"
                                + " default has {}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin:\n", "admin: ~\n", "admin: null\n", "admin:\n  # users: []\n"})
    void refusesSectionThatWasCutToNothing(String yaml) {
        assertThat(files.problems("sluice: {}\n" + yaml))
                .containsExactly(
                        "2: admin has no value; a section in which nobody is an administrator is"
                                + " {}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin:\n  users:\n", "admin:\n  users: ~\n  issuer: x\n"})
    void refusesUsersThatWereCutToNothing(String yaml) {
        assertThat(files.problems(yaml))
                .containsExactly("2: admin.users has no value; a list of nobody is []");
    }

    @Test
    void saysOfUsersThatWereCutToNothingNoMore() {
        String yaml = GOOD.substring(0, GOOD.indexOf("    - id"));

        assertThat(files.problems(yaml))
                .containsExactly("4: admin.users has no value; a list of nobody is []");
    }

    @Test
    void sectionWithoutProviderAndUsersIsValid() {
        assertThat(
                        files.loaded("admin:\n  users: []\n  dsn: {value: 'postgres://x'}\n")
                                .config()
                                .admin())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "firstName", "lastName", "email"})
    @Conforms({"A-9", "A-10", "A-11", "A-12"})
    void refusesUserWithoutMember(String member) {
        String yaml = GOOD + SECOND_USER.replaceFirst("(?m)" + member + ": .*", member + ":");

        assertThat(files.problems(yaml))
                .singleElement()
                .asString()
                .endsWith(": admin.users[1]." + member + " is required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "firstName", "lastName", "email"})
    @Conforms({"A-9", "A-10", "A-11", "A-12"})
    void refusesUserWithBlankMember(String member) {
        String yaml = GOOD.replaceFirst("(?m)" + member + ": .*", member + ": \"  \"");

        assertThat(files.problems(yaml))
                .singleElement()
                .asString()
                .endsWith(": admin.users[0]." + member + " is required");
    }

    @Test
    void namesTheLine() {
        assertThat(files.problems(GOOD.replace("email: ada", "email: ''")))
                .containsExactly("8: admin.users[0].email is required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"123456789012345678901", "1e3", "0x1F", "true", "1.0", ".5", ".inf"})
    @Conforms("A-14")
    void refusesIdThatYamlReadsAsSomethingElse(String id) {
        assertThat(files.problems(GOOD.replace("\"1\"", id)))
                .containsExactly(
                        "5: admin.users[0].id must be in quotes: without them YAML reads "
                                + id
                                + " as something else than a text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\0", "\\u0007", "\\n", "\\x7f", "\\x85"})
    void refusesControlCharactersInAnId(String escape) {
        assertThat(files.problems(GOOD.replace("\"1\"", "\"a" + escape + "b\"")))
                .containsExactly("5: admin.users[0].id must not contain control characters");
    }

    @Test
    @Conforms("A-15")
    void refusesSameIdTwice() {
        assertThat(files.problems(GOOD + SECOND_USER.replace("\"2\"", "'1'")))
                .containsExactly("9: admin.users[1].id is the same as admin.users[0].id");
    }

    @Test
    void tellsIdsApartByCaseUnlessTheyAreGuids() {
        String twoCases = GOOD.replace("\"1\"", "aB") + SECOND_USER.replace("\"2\"", "Ab");

        assertThat(files.admin(twoCases).users()).hasSize(2);
        assertThat(
                        files.problems(
                                twoCases.replace("keycloak", "azure")
                                        .replace(
                                                "id.example/certs",
                                                "x.example/contoso.example/keys")))
                .containsExactly("9: admin.users[1].id is the same as admin.users[0].id");
    }

    @Test
    void readsGroups() {
        assertThat(files.admin(GOOD + "      userGroups: [Member, Auditor]\n").users())
                .singleElement()
                .extracting(AdminUser::groups)
                .isEqualTo(Set.of(UserGroup.MEMBER, UserGroup.AUDITOR));
    }

    @Test
    @Conforms("A-63")
    void refusesUnknownGroup() {
        assertThat(files.problems(GOOD + "      userGroups: [Admin, admin]\n"))
                .containsExactly(
                        "9: admin.users[0].userGroups[1] \"admin\" is none of Admin, Member,"
                                + " Auditor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "      userGroups: []\n", "      userGroups:\n"})
    @Conforms("A-59")
    void userWithoutGroupsIsAdmin(String groups) {
        assertThat(files.admin(GOOD + groups).users())
                .singleElement()
                .extracting(AdminUser::groups)
                .isEqualTo(Set.of(UserGroup.ADMIN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/certs",
                "id.example/certs",
                "ftp://id.example/certs",
                "https://user@id.example/certs",
                "https://user:word@id.example/certs",
                "https://id.example/certs#top",
                "https:///certs",
                "https://id example/certs",
                "mailto:x@id.example"
            })
    void refusesEndpointThatIsNoPlainWebAddress(String endpoint) {
        assertThat(files.problems(GOOD.replace("https://id.example/certs", '"' + endpoint + '"')))
                .containsExactly(
                        "3: admin.jwksEndpoint must be an absolute http or https URL without user"
                                + " and fragment");
    }

    @ParameterizedTest
    @CsvSource({
        "http://my_keycloak:8080/certs, my_keycloak, my-keycloak",
        "https://user:word@id_1.b_c.example/certs, id_1.b_c.example, id-1.b-c.example"
    })
    void saysThatNoHostNameHasAnUnderscore(String endpoint, String host, String other) {
        assertThat(files.problems(GOOD.replace("https://id.example/certs", endpoint)))
                .containsExactly(
                        "3: admin.jwksEndpoint must have a host name without underscores, which"
                                + " none may have (RFC 1123): give "
                                + host
                                + " another name, such as "
                                + other);
    }

    @Test
    void saysThatAPlaceholderIsStillThere() {
        assertThat(
                        files.problems(
                                GOOD.replace(
                                        "https://id.example/certs",
                                        "https://KEYCLOAK_HOST/realms/KEYCLOAK_REALM")))
                .containsExactly(
                        "3: admin.jwksEndpoint must have a host name in the place of"
                                + " KEYCLOAK_HOST, which is to be replaced");
    }

    @Test
    void refusesEndpointWithPortThatThereIsNot() {
        assertThat(files.problems(GOOD.replace("id.example", "id.example:65536")))
                .containsExactly("3: admin.jwksEndpoint has port 65536 (limit: 65535)");
        assertThat(files.admin(GOOD.replace("id.example", "id.example:65535")).jwksEndpoint())
                .hasPort(65535);
    }

    @Test
    void warnsOfPlainHttp() {
        assertThat(files.warnings(GOOD.replace("https:", "http:")))
                .singleElement()
                .asString()
                .startsWith("3: admin.jwksEndpoint is http");
    }

    @Test
    @Conforms("A-8")
    void trimsBlockScalar() {
        String yaml =
                GOOD.replace(
                        " https://id.example/certs", " |\n\n      https://id.example/certs  \n\n");

        assertThat(files.admin(yaml).jwksEndpoint())
                .isEqualTo(URI.create("https://id.example/certs"));
    }

    @ParameterizedTest
    @CsvSource({
        "common/discovery/v2.0/keys",
        "organizations/discovery/v2.0/keys",
        "consumers/discovery/v2.0/keys",
        "discovery/v2.0/keys",
        "v2.0/keys",
        "''"
    })
    @Conforms("A-24")
    void refusesAzureEndpointWithoutTenant(String path) {
        String yaml =
                GOOD.replace("keycloak", "azure")
                        .replace("id.example/certs", "login.microsoftonline.com/" + path);

        assertThat(files.problems(yaml))
                .singleElement()
                .asString()
                .startsWith("3: admin.jwksEndpoint must name one tenant");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9188040d-6c67-4c5b-b112-36a304b66dad", "contoso.onmicrosoft.com"})
    void acceptsAzureEndpointWithTenant(String tenant) {
        String yaml =
                GOOD.replace("keycloak", "azure")
                        .replace(
                                "id.example/certs",
                                "login.microsoftonline.com/" + tenant + "/discovery/v2.0/keys");

        assertThat(files.loaded(yaml).warnings()).isEmpty();
    }

    @Test
    void acceptsAzureEndpointOfManyTenantsWithIssuer() {
        String yaml =
                GOOD.replace("keycloak", "azure\n  issuer: https://sts.windows.net/x/")
                        .replace("id.example/certs", "login.microsoftonline.com/common/keys");

        assertThat(files.admin(yaml).issuers()).containsExactly("https://sts.windows.net/x/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Azure", "AzureAD", "entra"})
    @Conforms("A-7")
    void hintsAtAzureForMicrosoftKeys(String provider) {
        String yaml =
                GOOD.replace("keycloak", provider)
                        .replace("id.example/certs", "login.microsoftonline.com/common/keys");

        assertThat(files.warnings(yaml))
                .singleElement()
                .asString()
                .startsWith("2: admin.identityProvider is \"" + provider + "\"");
    }

    @Test
    void refusesUnknownKeyOfSection() {
        assertThat(files.problems(GOOD + "  clientId: x\n"))
                .singleElement()
                .asString()
                .startsWith("9: admin.clientId is not a setting");
    }

    @Test
    void refusesUnknownKeyOfUser() {
        assertThat(files.problems(GOOD + "      phone: x\n"))
                .singleElement()
                .asString()
                .startsWith("9: admin.users[0].phone is not a setting");
    }

    @ParameterizedTest
    @CsvSource({"identityProvider", "jwksEndpoint", "users"})
    void refusesSectionWithoutMember(String member) {
        String yaml =
                switch (member) {
                    case "users" -> GOOD.substring(0, GOOD.indexOf("  users:"));
                    default -> GOOD.replaceFirst("(?m)  " + member + ": .*\\n", "");
                };

        assertThat(files.problems(yaml))
                .singleElement()
                .asString()
                .startsWith("2: admin." + member + " is required");
    }

    @Test
    void emptyListOfUsersLocksEverybodyOut() {
        String yaml = GOOD.substring(0, GOOD.indexOf("    - id")).replace("users:", "users: []");

        assertThat(files.admin(yaml).users()).isEmpty();
    }

    @Test
    void tellsEverythingAtOnce() {
        String yaml = GOOD.replace("Ada", "''").replace("keycloak", "''") + "  clientId: x\n";

        assertThat(files.problems(yaml)).hasSize(3).isSorted();
    }

    @Test
    @Conforms("A-49")
    void acceptsIdTokensOfAuth0Only() {
        assertThat(files.admin(GOOD).acceptIdTokens()).isFalse();
        assertThat(files.admin(GOOD.replace("keycloak", "auth0")).acceptIdTokens()).isTrue();
        assertThat(files.admin(GOOD.replace("keycloak", "Auth0")).acceptIdTokens()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"keycloak, true", "auth0, false"})
    @Conforms("A-49")
    void acceptIdTokensIsChangeable(String provider, boolean accept) {
        String yaml = GOOD.replace("keycloak", provider) + "  acceptIdTokens: " + accept + "\n";

        assertThat(files.admin(yaml).acceptIdTokens()).isEqualTo(accept);
    }

    @Test
    void refusesAcceptIdTokensThatIsNoTruthValue() {
        assertThat(files.problems(GOOD + "  acceptIdTokens: \"true\"\n"))
                .containsExactly("9: admin.acceptIdTokens must be true or false");
    }

    @Test
    void readsIssuersAndAudiences() {
        AdminConfig admin =
                files.admin(GOOD + "  issuer: [https://a/, https://b]\n  audiences: [x, y]\n");

        assertThat(admin.issuers()).containsExactly("https://a/", "https://b");
        assertThat(admin.audiences()).containsExactly("x", "y");
    }

    @Test
    void refusesBlankIssuer() {
        assertThat(files.problems(GOOD + "  issuer: ['']\n"))
                .containsExactly("9: admin.issuer[0] must not be blank");
    }

    @Test
    void refusesKeyGivenTwice() {
        assertThat(files.problems(GOOD + "  identityProvider: auth0\n"))
                .containsExactly("9: admin.identityProvider is given twice");
    }

    @Test
    void refusesUsersThatAreNoList() {
        String yaml = GOOD.substring(0, GOOD.indexOf("    - id")) + "    id: x\n";

        assertThat(files.problems(yaml)).containsExactly("5: admin.users must be a list");
    }
}
