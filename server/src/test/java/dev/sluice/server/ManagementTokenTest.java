// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.auth.UserIds;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.FilesBelow;
import dev.sluice.testkit.StubIdentityProvider;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.arrow.flight.FlightRuntimeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The life of a management token on a whole server (admin.md 5.6).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ManagementTokenTest {
    private static final String TOKENS = "/api/v0/management-tokens";
    private static final String DATABASES = "/api/v0/databases";

    private final StubIdentityProvider provider = StubIdentityProvider.start();
    private final Path directory;
    private final OneServer server;
    private String text = "";
    private String id = "";

    ManagementTokenTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.server =
                new OneServer(
                        directory,
                        OneServer.source(
                                directory, 0, Administration.of(provider).store(directory)));
    }

    @BeforeEach
    void makeToken() throws Exception {
        JsonNode made =
                new JsonMapper()
                        .readTree(
                                server.postJson(TOKENS, ada(), "{\"description\":\"ci\"}").body());
        text = made.path("token").stringValue();
        id = made.path("id").stringValue();
    }

    @AfterAll
    void close() {
        server.close();
        provider.close();
    }

    private String ada() {
        return provider.accessToken().sign(provider.signer());
    }

    private String audit() throws IOException {
        return Files.readString(directory.resolve("audit.log"));
    }

    @Test
    void administersAsItsMakerDoes() throws Exception {
        assertThat(server.postJson(DATABASES, text, "{\"name\":\"made\"}").statusCode())
                .isEqualTo(200);
        assertThat(server.get("/api/v0/users", text).statusCode()).isEqualTo(200);
        assertThat(server.get("/api/v0/whoami", text).body())
                .isEqualTo(
                        "{\"kind\":\"management_token\",\"subject\":\""
                                + id
                                + "\",\"userGroups\":[]}");
        assertThat(audit())
                .contains(
                        "\"credentialKind\":\"management_token\",\"provider\":\"sluice\","
                                + "\"subject\":\""
                                + id
                                + "\",\"operation\":\"create_database\"")
                .doesNotContain(text, text.substring(9));
    }

    @Test
    void remembersItsMaker() throws Exception {
        String maker = UserIds.of("keycloak", StubIdentityProvider.SUBJECT).toString();

        assertThat(server.get(TOKENS + "/" + id, ada()).body())
                .endsWith("\"createdBy\":\"" + maker + "\"}");
        assertThat(audit())
                .contains("\"userId\":\"" + maker + "\",\"operation\":\"create_management_token\"");
    }

    @Test
    @Conforms("A-172")
    void makesNoOther() throws Exception {
        HttpResponse<String> answer = server.postJson(TOKENS, text, "{\"description\":\"ci\"}");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("{\"code\":403,\"message\":\"forbidden\"}");
        assertThat(audit()).contains("\"reason\":\"management_token_cannot_make_another\"");
    }

    @Test
    @Conforms("A-171")
    void neitherReadsNorWrites() throws Exception {
        server.postJson(DATABASES, text, "{\"name\":\"plant\"}");

        assertThat(server.write("plant", text, "m f=1").statusCode()).isEqualTo(403);
        assertThatThrownBy(() -> server.query("plant", text, "SELECT 1"))
                .isInstanceOfSatisfying(
                        FlightRuntimeException.class,
                        refused ->
                                assertThat(refused.status().code().name())
                                        .isEqualTo("UNAUTHORIZED"));
    }

    @Test
    void endsAtOnceWhenItIsRevoked() throws Exception {
        assertThat(server.delete(TOKENS + "/" + id, ada()).statusCode()).isEqualTo(204);

        assertThat(server.get(DATABASES, text).statusCode()).isEqualTo(401);
        assertThat(server.delete(TOKENS + "/" + id, ada()).statusCode()).isEqualTo(204);
        assertThat(server.get(TOKENS, ada()).body()).contains("\"revokedAt\"");
    }

    @Test
    @Conforms("A-173")
    void isNowhereInTheData() throws Exception {
        assertThat(FilesBelow.containing(text.substring(9), directory)).isEmpty();
    }
}
