// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.influxctl.profile.OAuthSettings;
import dev.sluice.influxctl.profile.OperatingSystem;
import dev.sluice.influxctl.profile.Product;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.influxctl.profile.Surroundings;
import dev.sluice.influxctl.profile.TlsSettings;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import dev.sluice.testkit.Conforms;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Which credential wins (admin.md 3.3).
final class CredentialChoiceTest {
    private static final Path FILE = Path.of("/token.json");
    private static final Secret MANAGEMENT = Secret.of("M.V1.profile");
    private static final OAuthSettings OAUTH =
            new OAuthSettings(
                    "c",
                    null,
                    List.of(),
                    Map.of(),
                    URI.create("https://idp/device"),
                    URI.create("https://idp/token"));

    @Test
    @Conforms("A-88")
    void theVariableWinsOverEverything() {
        assertThat(
                        choice(
                                profile(MANAGEMENT, FILE, OAUTH),
                                Map.of("INFLUXCTL_MGMT_TOKEN", "M.V1.variable")))
                .isEqualTo(new CredentialChoice.ManagementToken(Secret.of("M.V1.variable")));
    }

    @Test
    void theVariablesOtherNameServesToo() {
        assertThat(
                        choice(
                                profile(null, null, OAUTH),
                                Map.of("INFLUXCTL_MANAGEMENT_TOKEN", "M.V1.variable")))
                .isEqualTo(new CredentialChoice.ManagementToken(Secret.of("M.V1.variable")));
    }

    @Test
    void aBlankVariableIsNone() {
        assertThat(choice(profile(null, FILE, null), Map.of("INFLUXCTL_MGMT_TOKEN", " ")))
                .isEqualTo(new CredentialChoice.TokenFile(FILE));
    }

    @Test
    @Conforms("A-88")
    void theManagementTokenWinsOverTheFile() {
        assertThat(choice(profile(MANAGEMENT, FILE, OAUTH), Map.of()))
                .isEqualTo(new CredentialChoice.ManagementToken(MANAGEMENT));
    }

    @Test
    @Conforms("A-69")
    void theFileWinsOverTheSignIn() {
        assertThat(choice(profile(null, FILE, OAUTH), Map.of()))
                .isEqualTo(new CredentialChoice.TokenFile(FILE));
    }

    @Test
    void theSignInIsTheLast() {
        assertThat(choice(profile(null, null, OAUTH), Map.of()))
                .isEqualTo(new CredentialChoice.OAuth(OAUTH));
    }

    @Test
    void withoutAnyTheThreeWaysAreExplained() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> choice(profile(null, null, null), Map.of()))
                .withMessageContaining("[profile.auth.oauth2]")
                .withMessageContaining("token_file")
                .withMessageContaining("mgmt_token");
    }

    private static CredentialChoice choice(Profile profile, Map<String, String> environment) {
        return CredentialChoice.of(
                profile, new Surroundings(environment, Path.of("/home"), OperatingSystem.LINUX));
    }

    private static Profile profile(
            @Nullable Secret management, @Nullable Path file, @Nullable OAuthSettings oauth) {
        return new Profile(
                "default",
                Product.CLUSTERED,
                "h",
                443,
                null,
                null,
                null,
                null,
                management,
                TlsSettings.DEFAULT,
                oauth,
                file);
    }
}
