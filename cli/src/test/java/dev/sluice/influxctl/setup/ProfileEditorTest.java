// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.influxctl.profile.OAuthSettings;
import dev.sluice.influxctl.profile.OperatingSystem;
import dev.sluice.influxctl.profile.Surroundings;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProfileEditorTest {
    private static final String OTHER =
            """
            # mine
            [[profile]]
              name = "other"
              product = "clustered"
              host = "other.example"
              [profile.auth.token]
                token_file = "/secrets/token.json"
            """;

    @TempDir private Path directory;
    private Path file;
    private ProfileEditor editor;

    @BeforeEach
    void open() {
        file = directory.resolve("influxctl").resolve("config.toml");
        editor = new ProfileEditor(new Surroundings(Map.of(), directory, OperatingSystem.LINUX));
    }

    @Test
    void writesANewFileForItsOwnerOnly() throws IOException {
        editor.write(file, draft("default", "cluster.example", true));

        assertThat(file)
                .hasContent(
                        """
                        [[profile]]
                          name = "default"
                          product = "clustered"
                          host = "cluster.example"
                          port = "8086"

                          [profile.tls]
                            disable = true

                          [profile.auth.oauth2]
                            client_id = "influxctl"
                            scopes = ["openid"]
                            device_url = "https://idp.example/device"
                            token_url = "https://idp.example/token"
                        """);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void addsAProfileBehindTheOthers() throws IOException {
        write(OTHER);

        editor.write(file, draft("default", "cluster.example", false));

        assertThat(file).content().startsWith(OTHER + "\n[[profile]]\n  name = \"default\"\n");
    }

    @Test
    void changesOneProfileAndNothingElse() throws IOException {
        write(
                """
                [[profile]]   # the first
                  name = "default"
                  product = "clustered"
                  host = "old.example"
                  port = 443
                  database = "home"   # kept
                  token = "apiv1_kept"

                  [profile.tls]
                    ca = "/etc/ca.pem"

                  [profile.auth.oauth2]
                    client_id = "old"
                    scopes = [
                      "a",
                      "b",
                    ]
                    device_url = "https://old/device"
                    token_url = "https://old/token"

                """
                        + OTHER);

        editor.write(file, draft("default", "new.example", false));

        assertThat(file)
                .hasContent(
                        """
                        [[profile]]   # the first
                          name = "default"
                          product = "clustered"
                          host = "new.example"
                          port = "8086"
                          database = "home"   # kept
                          token = "apiv1_kept"

                          [profile.tls]
                            ca = "/etc/ca.pem"

                          [profile.auth.oauth2]
                            client_id = "influxctl"
                            scopes = ["openid"]
                            device_url = "https://idp.example/device"
                            token_url = "https://idp.example/token"

                        """
                                + OTHER.replace("# mine\n", ""));
    }

    @Test
    void changesTheLastProfileAndAddsAPort() throws IOException {
        write(
                OTHER
                        + OTHER.replace("\"other\"", "\"default\"")
                                .replace("host", "port = \"1\"\n  host"));

        editor.write(file, draft("default", "new.example", false));

        assertThat(file).content().startsWith(OTHER).doesNotEndWith("token.json\"\n");
    }

    @Test
    void leavesAFileAloneThatItCannotChange() throws IOException {
        String text =
                """
                profile = [{name = "default", product = "clustered", host = "h"}]
                """;
        write(text);

        ProblemException refused =
                catchThrowableOfType(
                        ProblemException.class,
                        () -> editor.write(file, draft("default", "new.example", false)));

        assertThat(refused.problem().message())
                .contains("cannot be changed here; put this there:\n[[profile]]");
        assertThat(file).hasContent(text);
        try (Stream<Path> siblings = Files.list(file.getParent())) {
            assertThat(siblings).containsExactly(file);
        }
    }

    @Test
    void writesSecretAndParametersAsTheProfileHasThem() {
        editor.write(file, confidential());

        assertThat(file)
                .content()
                .endsWith(
                        """
                          [profile.auth.oauth2]
                            client_id = "influxctl"
                            client_secret = "zgn4\\"\\\\x"
                            scopes = ["openid"]
                            parameters = { "a key" = "b", audience = "https://api.example/" }
                            device_url = "https://idp.example/device"
                            token_url = "https://idp.example/token"
                        """);
    }

    @Test
    void takesAFileFromTheOthersThatGetsASecret() throws IOException {
        write(OTHER);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        editor.write(file, draft("default", "h", false));
        assertThat(modes()).isEqualTo("rw-r--r--");
        editor.write(file, confidential());

        assertThat(modes()).isEqualTo("rw-------");
    }

    @Test
    void showsNoSecretWithTheProfileThatItCannotWrite() throws IOException {
        write("profile = [{name = \"default\", product = \"clustered\", host = \"h\"}]\n");

        ProblemException refused =
                catchThrowableOfType(
                        ProblemException.class, () -> editor.write(file, confidential()));

        assertThat(refused.problem().message())
                .contains(
                        "client_secret = \"CLIENT_SECRET\"", "audience = \"https://api.example/\"")
                .doesNotContain("zgn4");
        assertThat(confidential().toString()).doesNotContain("zgn4");
    }

    private String modes() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private void write(String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static ProfileDraft draft(String name, String host, boolean plainHttp) {
        return new ProfileDraft(name, host, 8086, plainHttp, signIn(null, Map.of()));
    }

    private static ProfileDraft confidential() {
        return new ProfileDraft(
                "default",
                "new.example",
                8086,
                false,
                signIn(
                        Secret.of("zgn4\"\\x"),
                        Map.of("audience", "https://api.example/", "a key", "b")));
    }

    private static OAuthSettings signIn(@Nullable Secret secret, Map<String, String> parameters) {
        return new OAuthSettings(
                "influxctl",
                secret,
                List.of("openid"),
                parameters,
                URI.create("https://idp.example/device"),
                URI.create("https://idp.example/token"));
    }
}
