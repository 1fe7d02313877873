// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.influxctl.StubCluster.Answer;
import dev.sluice.influxctl.StubCluster.Request;
import dev.sluice.influxctl.Workbench.Outcome;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.ScriptedAnswer;
import dev.sluice.testkit.StubIdentityProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The flags before the command, and what must hold for each administrative command (admin.md 3.1
/// and 3.2).
final class GlobalFlagsTest {
    private static final String ACCOUNT = "11111111-1111-4111-8111-111111111111";
    private static final String CLUSTER = "22222222-2222-4222-8222-222222222222";
    private static final String TOKEN = "33333333-3333-4333-8333-333333333333";

    @TempDir private Path home;
    private Workbench bench;

    @BeforeEach
    void open() {
        bench = new Workbench(home);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void withoutIdsThePathsAreTheClustersOwn() {
        bench.configWithOAuth();
        bench.cluster().answer(Answer.json(200, "[]"));

        bench.run("token", "list");

        assertThat(requestLines()).containsExactly("GET /api/v0/tokens");
    }

    @ParameterizedTest
    @CsvSource({"my_host, has an underscore", "a..b, is no host name", "-x, is no host name"})
    void saysThatTheHostOfTheChosenProfileCannotBeReached(String host, String why) {
        String good =
                Workbench.profile(bench.cluster().port())
                        + "[profile.auth.token]\ntoken_file='t'\n";
        String bad = good.replace("default", "bad").replace("127.0.0.1", host);
        Path file = bench.config(good + bad);

        assertThat(bench.run("--profile", "bad", "token", "list").err())
                .startsWith(
                        "error\thost \"" + host + "\" of profile \"bad\" in " + file + " " + why);
        assertThat(bench.run("token", "list").err()).contains("token file");
    }

    @Test
    @Conforms("A-90")
    void theFlagsForAccountAndClusterWinOverTheProfile() {
        bench.config(
                Workbench.profile(bench.cluster().port())
                        .replace(
                                "[profile.tls]",
                                """
                                mgmt_token = "M.V1.secret"
                                account_id = "99999999-9999-4999-8999-999999999999"
                                cluster_id = "%s"
                                [profile.tls]\
                                """
                                        .formatted(CLUSTER)));
        bench.cluster()
                .answer(
                        Answer.json(
                                200,
                                "[{\"id\":\""
                                        + TOKEN
                                        + "\",\"description\":\"d\",\"permissions\":[],"
                                        + "\"createdAt\":\"2026-01-01T00:00:00.000Z\"}]"));

        Outcome outcome =
                bench.run(
                        "--account",
                        ACCOUNT.toUpperCase(Locale.ROOT),
                        "token",
                        "list",
                        "--format",
                        "json");

        assertThat(requestLines())
                .containsExactly(
                        "GET /api/v0/accounts/" + ACCOUNT + "/clusters/" + CLUSTER + "/tokens");
        assertThat(outcome.out())
                .contains("\"account_id\": \"" + ACCOUNT, "\"cluster_id\": \"" + CLUSTER);
    }

    @ParameterizedTest
    @CsvSource({"--account, --cluster, cluster_id", "--cluster, --account, account_id"})
    void refusesAnAccountOrAClusterThatStandsAlone(String flag, String other, String key) {
        bench.configWithOAuth();

        Outcome outcome = bench.run(flag, ACCOUNT, "database", "delete", "--force", "plant");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .isEqualTo(
                        "error\t"
                                + flag
                                + " needs "
                                + other
                                + " beside it, or "
                                + key
                                + " in the profile\n");
        assertThat(bench.cluster().requests()).isEmpty();
    }

    @Test
    @Conforms("A-91")
    void theTimeLimitIsNotForThePersonWhoSignsIn() {
        bench.configWithOAuth();
        ScriptedAnswer pending = ScriptedAnswer.error(400, "authorization_pending", "");
        bench.provider().scriptPolls(pending, pending, pending, pending, pending);
        bench.cluster().answer(Answer.json(200, "[]"));

        assertThat(bench.run("--timeout", "10s", "token", "list").exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "database create x",
                "database list",
                "token create x",
                "token list",
                "token get 33333333-3333-4333-8333-333333333333",
                "token revoke --force 33333333-3333-4333-8333-333333333333",
                "management create",
                "management list",
                "management revoke --force 33333333-3333-4333-8333-333333333333",
                "user list",
                "cluster get 22222222-2222-4222-8222-222222222222"
            })
    @Conforms("A-82")
    void nothingIsAskedOfTheClusterBeforeThePersonHasSignedIn(String command) {
        bench.configWithOAuth();
        bench.provider().scriptPolls(ScriptedAnswer.error(400, "access_denied", ""));

        Outcome outcome = bench.run(command.split(" ", -1));

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).endsWith("error\tauthorization was denied\n");
        assertThat(bench.cluster().requests()).isEmpty();
    }

    @Test
    @Conforms("A-94")
    void theRefreshTokenThatReplacesAnotherIsTheOneUsedNext() {
        bench.configWithOAuth();
        bench.cluster()
                .answer(Answer.json(200, "[]"), Answer.json(200, "[]"), Answer.json(200, "[]"));
        bench.run("token", "list");
        bench.clock().advance(Duration.ofMinutes(10));
        bench.run("token", "list");
        bench.clock().advance(Duration.ofMinutes(10));
        bench.run("token", "list");

        List<Map<String, String>> forms = bench.provider().forms(StubIdentityProvider.TOKEN_PATH);
        assertThat(forms).hasSize(3);
        assertThat(forms.get(1)).containsEntry("refresh_token", "refresh-1");
        assertThat(forms.get(2)).containsEntry("refresh_token", "refresh-2");
    }

    @Test
    void saysToTheProviderAndToTheClusterWhoAsks() {
        bench.configWithOAuth();
        bench.cluster().answer(Answer.json(200, "[]"));

        bench.run("token", "list");

        assertThat(bench.provider().userAgents()).containsExactly("influxctl/9.8.7");
        assertThat(bench.cluster().requests().getFirst().userAgent()).isEqualTo("influxctl/9.8.7");
    }

    private List<String> requestLines() {
        return bench.cluster().requests().stream().map(Request::line).toList();
    }
}
