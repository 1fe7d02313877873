// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.StubIdentityProvider;
import dev.sluice.testkit.TokenDraft;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What an administrator's token meets at the door of a whole server (admin.md 1.7 and 1.8).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AdministratorsTest {
    private static final String DATABASES = "/api/v0/databases";
    private static final String UNAUTHORIZED = "{\"code\":401,\"message\":\"unauthorized\"}";

    private final StubIdentityProvider provider = StubIdentityProvider.start();
    private final Path directory;
    private final OneServer server;

    AdministratorsTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.server =
                new OneServer(
                        directory,
                        OneServer.source(
                                directory, 0, Administration.of(provider).store(directory)));
    }

    @AfterAll
    void close() {
        server.close();
        provider.close();
    }

    @Test
    @Conforms({"A-17", "A-59"})
    void aListedUserCreatesDatabases() throws Exception {
        assertThat(server.postJson(DATABASES, good(), "{\"name\":\"hers\"}").statusCode())
                .isEqualTo(200);
    }

    @Test
    @Conforms("A-52")
    void aGoodTokenOfAnybodyElseIsForbidden() throws Exception {
        assertThat(get(provider.accessToken().claim("sub", "somebody-else")).statusCode())
                .isEqualTo(403);
    }

    @Test
    @Conforms({"A-39", "A-43", "A-45", "A-51", "A-53"})
    void everyBadTokenMeetsTheSame401() throws Exception {
        TokenDraft draft = provider.accessToken();
        List<String> bad =
                List.of(
                        provider.accessToken().header("alg", "none").unsigned(),
                        sign(provider.accessToken().claim("exp", 1)),
                        sign(provider.accessToken().without("exp")),
                        sign(provider.accessToken().without("sub")),
                        sign(draft) + "x",
                        "nonsense");

        for (String token : bad) {
            HttpResponse<String> answer = server.get(DATABASES, token);
            assertThat(answer.statusCode()).as(token).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate"))
                    .hasValue("Bearer error=\"invalid_token\"");
            assertThat(answer.body()).isEqualTo(UNAUTHORIZED);
        }
    }

    @Test
    @Conforms("A-54")
    void aRequestWithoutCredentialMeets401() throws Exception {
        HttpResponse<String> answer = server.getWithoutCredential(DATABASES);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo(UNAUTHORIZED);
    }

    @Test
    @Conforms("A-50")
    void theLogHintsAtTheAudienceOfAnOpaqueToken() throws Exception {
        try (CapturedLog log = CapturedLog.ofTheProduct()) {
            assertThat(server.get(DATABASES, "opaque").statusCode()).isEqualTo(401);
            assertThat(server.get(DATABASES, "e30.e30.e30.e30.e30").statusCode()).isEqualTo(401);

            assertThat(log.lines().stream().filter(line -> line.contains("parameters.audience")))
                    .hasSize(2);
        }
    }

    @Test
    void theLogHasNoHintWhereThereIsNone() throws Exception {
        try (CapturedLog log = CapturedLog.ofTheProduct()) {
            server.get(DATABASES, sign(provider.accessToken().claim("exp", 1)));

            assertThat(log.lines().stream().filter(line -> line.contains("provider was refused")))
                    .singleElement(STRING)
                    .contains("expired")
                    .doesNotContain("hint");
        }
    }

    @Test
    @Conforms("A-199")
    void noCredentialIsLoggedAuditedOrToldToTheCaller() throws Exception {
        try (CapturedLog log = CapturedLog.ofTheProduct()) {
            String good = good();
            String expired = sign(provider.accessToken().claim("exp", 1));
            String opaque = "a-secret-that-is-no-token";
            String database = "apiv1_" + "s".repeat(86);
            String admin = server.adminToken();
            StringBuilder told = new StringBuilder();
            for (String token : List.of(good, expired, opaque, database, admin, admin + "x")) {
                told.append(server.get(DATABASES, token).body());
                told.append(server.get("/api/v0/nothing", token).body());
                told.append(server.write("nope", token, "m f=1").body());
            }

            assertThat(told + log.text() + audit())
                    .doesNotContain(good, expired, opaque, database, admin)
                    .doesNotContain(signature(good), signature(expired), signature(admin));
            assertThat(log.lines()).isNotEmpty();
        }
    }

    private String audit() throws IOException {
        return Files.readString(directory.resolve("audit.log"));
    }

    private static String signature(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }

    private String good() {
        return sign(provider.accessToken());
    }

    private String sign(TokenDraft draft) {
        return draft.sign(provider.signer());
    }

    private HttpResponse<String> get(TokenDraft draft) throws Exception {
        return server.get(DATABASES, sign(draft));
    }
}
