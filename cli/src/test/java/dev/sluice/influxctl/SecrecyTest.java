// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.influxctl.StubCluster.Answer;
import dev.sluice.influxctl.Workbench.Outcome;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.ScriptedAnswer;
import dev.sluice.testkit.StubIdentityProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// However much the program is asked to tell, it tells no secret: neither those of the profile, nor
/// those that the provider and the cluster give it (admin.md 3.1 and 3.5).
final class SecrecyTest {
    private static final Answer NO_TOKENS = Answer.json(200, "[]");
    private static final Answer UNAUTHORIZED = Answer.refusal(401, "unauthorized");
    private static final String CLIENT_SECRET = "hush-client-secret";
    private static final String DEVICE_CODE = "device-code-of-the-stub";
    private static final String DATABASE_TOKEN = "apiv1_" + "d".repeat(86);
    private static final String MANAGEMENT_TOKEN = "M.V1.management-token-of-ada";
    private static final String ADMIN_TOKEN = "eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl";

    @TempDir private Path home;
    private Workbench bench;

    /// Everything that was printed, but for the last line of `token create`.
    private final StringBuilder printed = new StringBuilder();

    private final List<String> secrets = new ArrayList<>();

    @BeforeEach
    void open() {
        bench = new Workbench(home);
        bench.config(
                Workbench.profile(bench.cluster().port())
                        + bench.oauth()
                        + "client_secret = \""
                        + CLIENT_SECRET
                        + "\"\n");
        secrets.addAll(List.of(CLIENT_SECRET, DEVICE_CODE));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Outcome run(String level, String... arguments) {
        Outcome outcome =
                bench.run(
                        Stream.concat(Stream.of(level), Stream.of(arguments))
                                .toArray(String[]::new));
        printed.append(outcome.out()).append(outcome.err());
        return outcome;
    }

    private void assertNoSecretIn(String text) {
        assertThat(secrets).isNotEmpty().doesNotContain("");
        for (String secret : secrets) {
            assertThat(text).doesNotContain(secret);
        }
        // The beginning of every JWT.
        assertThat(text).doesNotContain("eyJ");
    }

    /// What the provider gave, as it lies in the cache.
    private void learnCachedTokens() throws IOException {
        try (Stream<Path> files = Files.list(bench.cacheDirectory())) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
                JsonNode tokens = new JsonMapper().readTree(Files.readString(file));
                for (String name : List.of("access_token", "refresh_token", "id_token")) {
                    secrets.add(tokens.path(name).asString());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--debug", "--trace"})
    @Conforms("A-199")
    void aWholeLifeOfSignInsTellsNone(String level) throws IOException {
        bench.cluster().answer(NO_TOKENS, NO_TOKENS, NO_TOKENS, UNAUTHORIZED, UNAUTHORIZED);
        bench.provider().scriptPolls(ScriptedAnswer.pending(), ScriptedAnswer.slowDown());
        run(level, "token", "list");
        learnCachedTokens();
        bench.clock().advance(Duration.ofMinutes(10));
        run(level, "token", "list");
        learnCachedTokens();
        bench.clock().advance(Duration.ofMinutes(10));
        bench.provider().scriptPolls(ScriptedAnswer.error("invalid_grant"));
        run(level, "token", "list");
        learnCachedTokens();
        Outcome refused = run(level, "token", "list");
        run(level, "auth", "login");
        run(level, "auth", "logout");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(secrets).hasSizeGreaterThan(8);
        List<Map<String, String>> forms = bench.provider().forms(StubIdentityProvider.TOKEN_PATH);
        assertThat(forms).hasSizeGreaterThan(6).allMatch(form -> form.containsValue(CLIENT_SECRET));
        assertThat(printed.toString())
                .contains("debug\tsigning in at the identity provider")
                .contains("debug\trefreshing the token of an earlier sign-in");
        assertNoSecretIn(printed.toString());
    }

    @Test
    @Conforms("A-199")
    void failuresOfTheProviderTellNone() throws IOException {
        bench.cluster().answer(NO_TOKENS);
        run("--trace", "token", "list");
        learnCachedTokens();
        bench.clock().advance(Duration.ofMinutes(10));
        bench.provider()
                .answer(
                        StubIdentityProvider.TOKEN_PATH,
                        ScriptedAnswer.json(500, bench.provider().tokenAnswer()));

        assertThat(run("--trace", "token", "list").exitCode()).isEqualTo(1);
        bench.provider().goDown();
        assertThat(run("--trace", "auth", "login").exitCode()).isEqualTo(1);

        assertThat(printed.toString())
                .contains("debug\t500 from ", "debug\tno answer from ", "ConnectException");
        assertNoSecretIn(printed.toString());
    }

    @Test
    @Conforms("A-199")
    void aTokenThatWasMadeIsInTheLastLineAlone() {
        secrets.add(DATABASE_TOKEN);
        bench.cluster()
                .answer(
                        Answer.json(
                                200,
                                """
                                {"id":"11111111-2222-4333-8444-555555555555","description":"plant",
                                 "permissions":[],"createdAt":"2026-03-01T12:00:00.000Z",
                                 "accessToken":"%s"}
                                """
                                        .formatted(DATABASE_TOKEN)));

        Outcome outcome = run("--trace", "token", "create", "plant");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).endsWith(DATABASE_TOKEN + "\n").containsOnlyOnce(DATABASE_TOKEN);
        assertThat(outcome.err()).contains("debug\tPOST http://127.0.0.1:");
        assertNoSecretIn(outcome.err());
    }

    @Test
    @Conforms("A-199")
    void theTokensOfAProfileAndOfFlagsAreNotTold() {
        secrets.addAll(List.of(DATABASE_TOKEN, MANAGEMENT_TOKEN, ADMIN_TOKEN));
        bench.cluster().answer(NO_TOKENS, UNAUTHORIZED, UNAUTHORIZED, UNAUTHORIZED);
        bench.variable("INFLUXCTL_MGMT_TOKEN", MANAGEMENT_TOKEN);
        run("--trace", "token", "list");
        run("--trace", "token", "list");
        bench.variable("INFLUXCTL_MGMT_TOKEN", "");
        Path file = bench.write("token.json", ADMIN_TOKEN);
        bench.config(
                Workbench.profile(bench.cluster().port())
                        + "[profile.auth.token]\ntoken_file = \""
                        + file
                        + "\"\n");
        run("--trace", "token", "list");
        run("--trace", "write", "--token", DATABASE_TOKEN, "m f=1");

        List<String> shown =
                bench.cluster().requests().stream()
                        .map(StubCluster.Request::authorization)
                        .toList();
        assertThat(shown)
                .hasSize(4)
                .anyMatch(field -> field.contains(MANAGEMENT_TOKEN))
                .anyMatch(field -> field.contains(ADMIN_TOKEN))
                .anyMatch(field -> field.contains(DATABASE_TOKEN));
        assertThat(printed.toString())
                .contains("> Authorization: (not shown)")
                .contains("debug\tusing the management token")
                .contains("debug\tusing the admin token in " + file);
        assertNoSecretIn(printed.toString());
    }

    @Test
    void withoutTheFlagsNothingIsTold() {
        bench.cluster().answer(NO_TOKENS);

        Outcome outcome = bench.run("token", "list");

        assertThat(outcome.err()).doesNotContain("debug\t");
    }

    @Test
    void debugTellsWhatIsDoneAndNotOfExchanges() {
        bench.cluster().answer(NO_TOKENS);

        Outcome outcome = run("--debug", "token", "list");

        assertThat(outcome.err())
                .startsWith("debug\tprofile \"default\" of ")
                .doesNotContain("debug\tPOST", "debug\tGET");
    }

    @Test
    void traceTellsOfExchangesAndTheirHarmlessHeaders() {
        bench.cluster().answer(NO_TOKENS);

        Outcome outcome = run("--trace", "token", "list");

        assertThat(outcome.out()).doesNotContain("debug\t");
        assertThat(outcome.err())
                .contains("debug\tPOST " + bench.provider().deviceUrl())
                .contains("\t> Content-Type: application/x-www-form-urlencoded")
                .contains("debug\t200 from " + bench.provider().tokenUrl())
                .contains(
                        "debug\tGET http://127.0.0.1:%d/api/v0/tokens"
                                .formatted(bench.cluster().port()))
                .contains("\t< content-type: application/json");
    }
}
