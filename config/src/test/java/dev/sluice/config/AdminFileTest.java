// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The section `admin` in a file of its own (admin.md 1.10).
final class AdminFileTest {
    private static final String ADMIN =
            """
            admin:
              identityProvider: keycloak
              jwksEndpoint: https://id.example/certs
              users:
                - {id: "1", firstName: A, lastName: L, email: a}
            """;
    private static final String SETTINGS = "sluice: {http: {port: 1}}\n";

    @TempDir private Path directory;

    private ConfigLoading load(@Nullable String main, String admin) throws IOException {
        Path mainFile =
                main == null ? null : Files.writeString(directory.resolve("main.yaml"), main);
        Path adminFile = Files.writeString(directory.resolve("admin.yaml"), admin);
        return new ConfigSource(mainFile, adminFile, Map.of(), Map.of()).load();
    }

    private static List<String> problems(ConfigLoading loading) {
        assertThat(loading).isInstanceOf(ConfigLoading.Refused.class);
        return ((ConfigLoading.Refused) loading)
                .problems().stream().map(ConfigProblem::toString).toList();
    }

    @Test
    void isTheSectionOfTheWholeConfiguration() throws IOException {
        ServerConfig expected = new ConfigFiles(directory).loaded(ADMIN + SETTINGS).config();

        assertThat(load(SETTINGS, ADMIN)).isEqualTo(new ConfigLoading.Loaded(expected, List.of()));
    }

    @Test
    void mayBeAnAppInstanceAndTheOnlyFile() throws IOException {
        ServerConfig expected = new ConfigFiles(directory).loaded(ADMIN).config();
        String instance =
                "apiVersion: kubecfg.dev/v1alpha1\nkind: AppInstance\n"
                        + "spec:\n  package:\n    spec:\n"
                        + ADMIN.indent(6);

        assertThat(load(null, instance)).isEqualTo(new ConfigLoading.Loaded(expected, List.of()));
    }

    @Test
    void mistakesOfBothFilesAreToldWithTheirFile() throws IOException {
        List<String> problems =
                problems(load("sluice: {http: {port: x}}\n", ADMIN.replace("email: a", "mail: a")));

        assertThat(problems)
                .containsExactlyInAnyOrder(
                        directory
                                + "/main.yaml:1: sluice.http.port must be a whole number from 0 to"
                                + " 65535, not \"x\"",
                        directory + "/admin.yaml:5: admin.users[0].email is required",
                        directory
                                + "/admin.yaml:5: admin.users[0].mail is not a setting; known here:"
                                + " email, firstName, id, lastName, userGroups");
    }

    @Test
    void theSectionInBothFilesIsRefused() throws IOException {
        assertThat(problems(load(ADMIN, ADMIN)))
                .containsExactly(
                        directory
                                + "/main.yaml:2: admin is also given by --admin-config "
                                + directory
                                + "/admin.yaml; keep one of the two");
    }

    @Test
    void otherSettingsInItAreRefused() throws IOException {
        assertThat(problems(load(null, ADMIN + SETTINGS)))
                .containsExactly(
                        directory
                                + "/admin.yaml:6: sluice is read from the file of --config, not"
                                + " from that of --admin-config");
    }

    @Test
    void theSectionWithoutAValueIsRefused() throws IOException {
        assertThat(problems(load(null, "admin:\n")))
                .containsExactly(
                        directory
                                + "/admin.yaml:1: admin has no value; a section in which nobody is"
                                + " an administrator is {}");
    }

    @Test
    void withoutTheSectionNobodySignsIn() throws IOException {
        ConfigLoading loading = load(null, "{}");

        assertThat(((ConfigLoading.Loaded) loading).config().admin()).isNull();
    }
}
