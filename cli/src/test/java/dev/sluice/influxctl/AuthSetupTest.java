// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.influxctl.Workbench.Outcome;
import dev.sluice.testkit.Golden;
import dev.sluice.testkit.ScriptedAnswer;
import dev.sluice.testkit.ScriptedAuth0;
import dev.sluice.testkit.ScriptedEntra;
import dev.sluice.testkit.StubIdentityProvider;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `auth setup` and `clustered generate`: from a provider's address to settings that work.
final class AuthSetupTest {
    @TempDir private Path home;
    private Workbench bench;
    private Path config;

    @BeforeEach
    void open() {
        bench = new Workbench(home);
        config = home.resolve(".config").resolve("influxctl").resolve("config.toml");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void writesAProfileThatSignsInAndShowsWhatTheClusterNeeds() {
        Outcome outcome =
                bench.run(
                        "auth",
                        "setup",
                        "--issuer",
                        bench.provider().issuer(),
                        "--client-id",
                        "my-client",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(bench.cluster().port()),
                        "--plain-http");

        assertThat(outcome.exitCode()).isZero();
        Golden.check("auth-setup.txt", bench.steady(outcome.out()));
        assertThat(bench.steady(outcome.err()))
                .isEqualTo(
                        """
                        info\twrote profile "default" to HOME/.config/influxctl/config.toml
                        Next: influxctl auth whoami shows the user ID to list.
                        """);
        assertThat(config)
                .content()
                .contains(
                        "client_id = \"my-client\"",
                        "token_url = \"" + bench.provider().tokenUrl() + "\"");
        bench.cluster().answer(StubCluster.Answer.json(200, "[]"));
        assertThat(bench.run("token", "list").exitCode()).isZero();
    }

    @Test
    void asksTheProviderForNothingButACodeThatNobodyUses() {
        setup(bench.provider().issuer(), "--host", "h");

        assertThat(bench.provider().requests(StubIdentityProvider.DEVICE_PATH)).isEqualTo(1);
        assertThat(bench.provider().requests(StubIdentityProvider.TOKEN_PATH)).isZero();
        assertThat(bench.opened()).isEmpty();
    }

    @Test
    void asksBeforeItChangesAProfile() {
        bench.config(Workbench.profile(1) + bench.oauth());

        Outcome declined =
                bench.runWithInput("n\n", "auth", "setup", "--issuer", bench.provider().issuer());

        assertThat(declined.exitCode()).isEqualTo(1);
        assertThat(bench.steady(declined.err()))
                .isEqualTo(
                        "Are you sure you want to change how profile \"default\" in"
                                + " HOME/.config/influxctl/config.toml signs in? [y/N]: error\tthe"
                                + " profile was not changed\n");
        assertThat(config).hasContent(Workbench.profile(1) + bench.oauth());
    }

    @Test
    void changesTheProfileAfterAYesAndKeepsItsCluster() {
        bench.config(Workbench.profile(1) + "[profile.auth.token]\ntoken_file = \"/t\"\n");

        Outcome outcome =
                bench.runWithInput("y\n", "auth", "setup", "--issuer", bench.provider().issuer());

        assertThat(outcome.exitCode()).isZero();
        assertThat(config)
                .content()
                .startsWith(Workbench.profile(1))
                .contains("client_id = \"influxctl\"")
                .doesNotContain("token_file");
    }

    @Test
    void asksForTheHostOnATerminal() {
        bench.screen(80, false);

        Outcome outcome =
                bench.runWithInput(
                        "cluster.example\n",
                        "auth",
                        "setup",
                        "--issuer",
                        bench.provider().issuer());

        assertThat(outcome.err()).startsWith("Host name of the cluster: ");
        assertThat(config).content().contains("host = \"cluster.example\"", "port = \"443\"");
    }

    @Test
    void wantsAHostWhereNobodyCanBeAsked() {
        assertThat(setup(bench.provider().issuer()))
                .isEqualTo(new Outcome(1, "", "error\tname the cluster's host with --host\n"));
        assertThat(config).doesNotExist();
    }

    @Test
    void setsUpEntra() {
        ScriptedEntra tenant = ScriptedEntra.on(bench.provider(), ScriptedEntra.ID, 5);

        Outcome outcome =
                setup(
                        tenant.url("v2.0").toString(),
                        "--host",
                        "h",
                        "--client-id",
                        ScriptedEntra.CLIENT_ID);

        assertThat(outcome.out())
                .contains("identityProvider: azure", tenant.url("discovery/v2.0/keys").toString());
        assertThat(config)
                .content()
                .contains("scopes = [\"" + ScriptedEntra.CLIENT_ID + "/.default\"]");
    }

    @Test
    void setsUpAuth0() {
        ScriptedAuth0 tenant = ScriptedAuth0.on(bench.provider(), 5);

        assertThat(setup(tenant.issuer(), "--host", "h").out())
                .contains(
                        "identityProvider: auth0",
                        tenant.issuer() + ".well-known/openid-configuration");
    }

    @Test
    void namesThePrefixAuthThatIsTooMuch() {
        String issuer = bench.provider().issuer();

        assertThat(setup(issuer.replace("/realms/", "/auth/realms/"), "--host", "h").err())
                .contains("there without the prefix /auth; use " + issuer);
        assertThat(config).doesNotExist();
    }

    @Test
    void namesTheHostNameUnderWhichTokensAreIssued() {
        String other = bench.provider().issuer().replace("127.0.0.1", "localhost");

        assertThat(setup(other, "--host", "h").err())
                .startsWith("warn\tthe provider calls itself " + bench.provider().issuer());
    }

    @Test
    void writesNothingWhenTheClientMayNotSignDevicesIn() {
        bench.provider()
                .answer(
                        StubIdentityProvider.DEVICE_PATH,
                        ScriptedAnswer.error(401, "unauthorized_client", "not allowed"));

        Outcome outcome = setup(bench.provider().issuer(), "--host", "h");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("gives no device code to client \"influxctl\"", "Capability config");
        assertThat(config).doesNotExist();
    }

    @Test
    void writesNothingWhenTheProviderHasNoDeviceFlow() {
        bench.provider()
                .answer(
                        StubIdentityProvider.DISCOVERY_PATH,
                        ScriptedAnswer.json(
                                200,
                                Map.of(
                                        "issuer", bench.provider().issuer(),
                                        "jwks_uri", bench.provider().keysUrl().toString(),
                                        "token_endpoint", bench.provider().tokenUrl().toString())));

        assertThat(setup(bench.provider().issuer(), "--host", "h").err())
                .contains("names no device_authorization_endpoint");
        assertThat(config).doesNotExist();
    }

    @Test
    void refusesAHostThatCannotBeReached() {
        assertThat(setup(bench.provider().issuer(), "--host", "my_host").err())
                .isEqualTo(
                        "error\t--host \"my_host\" has an underscore, which host names have not and"
                                + " the HTTP library does not reach; use another name of the host,"
                                + " or its address\n");
        assertThat(config).doesNotExist();
    }

    @Test
    void writesAHostOfOtherLettersInAscii() {
        setup(bench.provider().issuer(), "--host", "münchen.invalid");

        assertThat(config).content().contains("host = \"xn--mnchen-3ya.invalid\"");
    }

    @Test
    void refusesAnIssuerThatIsNoAddress() {
        assertThat(setup("idp.example", "--host", "h").err())
                .isEqualTo(
                        "error\t--issuer \"idp.example\" must be an address that begins with"
                                + " https://\n");
    }

    @Test
    void generatesAnAppInstanceFromTheProfileAlone() {
        bench.configWithOAuth();
        bench.provider().goDown();

        Outcome outcome = bench.run("clustered", "generate");

        assertThat(outcome.exitCode()).isZero();
        Golden.check("clustered-generate.txt", bench.steady(outcome.out()));
    }

    @Test
    void generatesAnAppInstanceToFillInForAProfileWithoutProvider() {
        bench.config(Workbench.profile(1) + "[profile.auth.token]\ntoken_file = \"/t\"\n");

        assertThat(bench.run("clustered", "generate").out())
                .contains("https://KEYCLOAK_HOST/realms/KEYCLOAK_REALM");
    }

    private Outcome setup(String issuer, String... more) {
        String[] arguments = new String[4 + more.length];
        System.arraycopy(new String[] {"auth", "setup", "--issuer", issuer}, 0, arguments, 0, 4);
        System.arraycopy(more, 0, arguments, 4, more.length);
        return bench.run(arguments);
    }
}
