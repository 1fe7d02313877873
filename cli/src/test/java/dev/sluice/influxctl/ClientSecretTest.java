// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.influxctl.Workbench.Outcome;
import dev.sluice.testkit.Golden;
import dev.sluice.testkit.ScriptedAnswer;
import dev.sluice.testkit.StubIdentityProvider;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `auth setup` knows of a confidential client and of an audience: shown to the provider,
/// written into the profile, printed nowhere.
final class ClientSecretTest {
    private static final String SECRET = "zgn4-7Qf\"x";
    private static final String FLAG = "--client-secret-file";

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
    void comesFromTheFirstLineOfAFile() {
        Path file = bench.write("secret", SECRET + "\r\nanother line");

        assertWritten(setup("", FLAG, file.toString()));
    }

    @Test
    void comesFromAFileBelowTheHomeDirectory() {
        bench.write("secret", SECRET);

        assertWritten(setup("", FLAG, "~/secret"));
    }

    @Test
    void comesFromStandardInput() {
        assertWritten(setup(SECRET + "\n", FLAG, "-"));
    }

    @Test
    void leavesTheAnswerToAQuestionInStandardInput() {
        bench.config(Workbench.profile(1) + bench.oauth());

        assertWritten(setup(SECRET + "\ny\n", FLAG, "-"));
        assertThat(setup(SECRET + "\nn\n", FLAG, "-").err())
                .endsWith("[y/N]: error\tthe profile was not changed\n");
    }

    @Test
    void comesFromTheEnvironmentUnlessAFileIsNamed() {
        bench.variable("INFLUXCTL_CLIENT_SECRET", SECRET);
        assertWritten(setup(""));

        bench.variable("INFLUXCTL_CLIENT_SECRET", "of somebody else");
        assertWritten(setup(SECRET, FLAG, "-", "--force"));
    }

    @Test
    void isNotAskedForAndNotWrittenWhenAbsent() {
        bench.screen(80, false);

        Outcome outcome = setup("");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).startsWith("info\twrote profile");
        assertThat(config).content().doesNotContain("secret", "parameters");
        assertThat(lastForm()).doesNotContainKeys("client_secret", "audience");
    }

    @Test
    void isNoArgument() {
        assertThat(setup("", "--client-secret", SECRET).err())
                .startsWith("error\tunknown flag \"--client-secret\"");
    }

    @Test
    void anEmptyALongAndAMissingFileAreRefusedBeforeTheProviderIsAsked() {
        assertThat(setup("\n" + SECRET, FLAG, "-"))
                .isEqualTo(refused("the first line of standard input is empty"));
        assertThat(setup("x".repeat(4097), FLAG, "-"))
                .isEqualTo(refused("the first line of standard input has more than 4096 bytes"));
        assertThat(setup("", FLAG, home + "/nowhere"))
                .isEqualTo(refused("cannot read " + home + "/nowhere"));
        assertThat(bench.provider().requests(StubIdentityProvider.DISCOVERY_PATH)).isZero();
        assertThat(config).doesNotExist();
        assertWritten(setup(SECRET + " ".repeat(4096 - SECRET.length()), FLAG, "-"));
    }

    @Test
    void aProfileThatCannotBeWrittenIsShownWithoutIt() {
        bench.config("profile = [{name = \"default\", product = \"clustered\", host = \"h\"}]\n");

        Outcome outcome = setup(SECRET, FLAG, "-", "--force", "--audience", "https://api.example/");

        assertThat(outcome.exitCode()).isEqualTo(1);
        Golden.check("auth-setup-unwritten.err", bench.steady(outcome.err()));
        assertUnseen(outcome);
    }

    @Test
    void whoeverLooksForAFaultDoesNotSeeIt() {
        bench.provider()
                .answer(
                        StubIdentityProvider.DEVICE_PATH,
                        ScriptedAnswer.error(401, "invalid_client", "no"));

        Outcome outcome =
                bench.runWithInput(
                        SECRET,
                        Stream.concat(
                                        Stream.of("--trace"),
                                        arguments("--issuer", bench.provider().issuer(), FLAG, "-"))
                                .toArray(String[]::new));

        assertThat(outcome.err()).contains("client_secret in the profile (influxctl auth setup");
        assertUnseen(outcome);
    }

    @Test
    void isKeptForTheSameClientOfTheSameProvider() {
        setup(SECRET, FLAG, "-", "--audience", "https://api.example/");

        assertWritten(setup("", "--force"));
        assertThat(lastForm()).containsEntry("audience", "https://api.example/");

        setup("", "--force", "--audience", "");
        assertThat(lastForm()).doesNotContainKey("audience").containsKey("client_secret");
    }

    @Test
    void isShownToNoOtherProviderAndForNoOtherClient() {
        setup(SECRET, FLAG, "-", "--audience", "https://api.example/");
        assertThat(setup("", "--force", "--client-id", "another").exitCode()).isZero();
        assertThat(lastForm()).doesNotContainKeys("client_secret", "audience");
        assertThat(config).content().doesNotContain("secret", "audience");

        bench.config(
                Workbench.profile(1)
                        + bench.oauth().replace("/token\"", "/elsewhere\"\nclient_secret = \"x\""));
        assertThat(setup("", "--force").exitCode()).isZero();
        assertThat(lastForm()).doesNotContainKey("client_secret");
    }

    @Test
    void anAudienceIsAskedForAndWritten() {
        Outcome outcome = setup("", "--audience", " https://api.example/ ");

        assertThat(outcome.exitCode()).isZero();
        assertThat(lastForm()).containsEntry("audience", "https://api.example/");
        assertThat(config)
                .content()
                .contains("parameters = { audience = \"https://api.example/\" }");
    }

    private static Stream<String> arguments(String... more) {
        return Stream.concat(Stream.of("auth", "setup", "--host", "h"), Stream.of(more));
    }

    private Outcome setup(String input, String... more) {
        return bench.runWithInput(
                input,
                Stream.concat(arguments("--issuer", bench.provider().issuer()), Stream.of(more))
                        .toArray(String[]::new));
    }

    private Map<String, String> lastForm() {
        return bench.provider().forms(StubIdentityProvider.DEVICE_PATH).getLast();
    }

    private void assertWritten(Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(lastForm()).containsEntry("client_secret", SECRET);
        assertThat(config).content().contains("client_secret = \"zgn4-7Qf\\\"x\"");
        assertUnseen(outcome);
    }

    private static void assertUnseen(Outcome outcome) {
        assertThat(outcome.out() + outcome.err()).doesNotContain("zgn4");
    }

    private static Outcome refused(String message) {
        return new Outcome(1, "", "error\t--client-secret-file: " + message + "\n");
    }
}
