// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.influxctl.Workbench.Outcome;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.Golden;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How the program is called, and how it answers a wrong call (admin.md 3.1 and 3.2). There is no
/// configuration here, so nothing of this may need one.
final class UsageTest {
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

    @ParameterizedTest
    @ValueSource(strings = {"99999999999", "5.0", "ten"})
    void tellsWhatIsNoWholeNumber(String text) {
        assertThat(bench.run("database", "create", "--max-tables", text, "a").err())
                .startsWith(
                        "error\tinvalid value for option '--max-tables': \""
                                + text
                                + "\" is not a whole number up to 2147483647\n");
        assertThat(bench.run("table", "undelete", "a", text + "9".repeat(9)).err())
                .contains("\" is not a whole number up to 9223372036854775807\n");
    }

    @Test
    void tellsWhenResultsCannotBeWritten() {
        assertThat(bench.runOnto(Workbench.full(), "version"))
                .isEqualTo(
                        new Outcome(
                                1,
                                "",
                                "error\tthe results could not be written to standard output\n"));
    }

    @Test
    @Conforms("A-83")
    void versionNeedsNoConfiguration() {
        assertThat(bench.run("version"))
                .isEqualTo(new Outcome(0, "influxctl 9.8.7 (linux/amd64)\n", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "help",
                "help auth",
                "help auth doctor",
                "help auth setup",
                "help auth whoami",
                "help clustered",
                "help completion",
                "help completion zsh",
                "help database create",
                "help database list",
                "help token create",
                "help token get",
                "help token list",
                "help token revoke",
                "help management",
                "help management create",
                "help management list",
                "help management revoke",
                "help user",
                "help user list",
                "help cluster",
                "help cluster get",
                "help cluster list",
                "help query",
                "help write"
            })
    @Conforms("A-83")
    void helpShowsEveryCommand(String call) {
        Outcome outcome = bench.run(call.split(" ", -1));

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEmpty();
        Golden.check(call.replace(' ', '-') + ".txt", outcome.out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"token -h", "token --help", "token", "h token", "token help", "help token"})
    void helpIsToBeHadInEachOfTheseWays(String call) {
        assertThat(bench.run(call.split(" ", -1)))
                .isEqualTo(new Outcome(0, bench.run("help", "token").out(), ""));
    }

    @Test
    void helpIsAsWideAsTheTerminal() {
        bench.screen(60, false);

        assertThat(bench.run("help", "query").out().lines()).allMatch(line -> line.length() <= 60);
        assertThat(bench.run("query", "-h").out()).isEqualTo(bench.run("help", "query").out());
    }

    @Test
    @Conforms("A-110")
    void refusesTooManyArguments() {
        Outcome outcome = bench.run("token", "list", "please");

        assertThat(outcome.exitCode()).isEqualTo(1);
        Golden.check("usage-too-many.err", outcome.err());
    }

    @Test
    void refusesAnUnknownCommand() {
        Outcome outcome = bench.run("tokn", "list");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith(
                        "error\tunknown command \"tokn\"; did you mean token?\nUsage: influxctl ");
    }

    @Test
    void refusesHelpAboutAnUnknownCommand() {
        assertThat(bench.run("help", "tokn"))
                .isEqualTo(new Outcome(1, "", "error\tunknown command \"tokn\"\n"));
    }

    @Test
    void refusesAnUnknownFlag() {
        Outcome outcome = bench.run("token", "list", "--loud");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("error\tunknown flag \"--loud\"\n");
    }

    @ParameterizedTest
    @CsvSource({
        "token list --profile x, --profile, NAME token list",
        "token list --profile=x, --profile, NAME token list",
        "database create mydb --cluster x, --cluster, ID database create",
        "database create --config=x, --config, PATH database create",
        "token list --debug, --debug, token list",
        "token --profile x list, --profile, NAME token",
    })
    void tellsThatAGlobalFlagGoesBeforeTheCommand(String line, String flag, String rest) {
        Outcome outcome = bench.run(line.split(" "));

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith(
                        "error\tflag \""
                                + flag
                                + "\" goes before the command: influxctl "
                                + flag
                                + " "
                                + rest
                                + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-plant", "--plant"})
    void tellsWhereANameWithADashGoes(String name) {
        assertThat(bench.run("database", "create", name).err())
                .startsWith(
                        "error\tunknown flag \""
                                + name
                                + "\"; an argument that begins with - goes behind --\n");
    }

    @Test
    void refusesAMissingArgument() {
        Outcome outcome = bench.run("database", "create");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("error\tmissing required parameter: 'DATABASE_NAME'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token list --format xml",
                "query --language flux x",
                "write --precision h x",
                "database create --retention-period -1h x",
                "token create --expires-at tomorrow x",
                "management create --expires-at tomorrow",
                "management list --sort name",
                "--timeout 0s token list",
                "--account 7 token list",
                "--cluster x token list",
            })
    void refusesAValueThatIsNoneOfTheChoices(String call) {
        Outcome outcome = bench.run(call.split(" ", -1));

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("error\tinvalid value for ").contains("\nUsage: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cluster list",
                "cluster create x --region eu",
                "cluster update 8f14e45f-ceea-467f-a0e6-8d0c3f6a1b2c --state deleted",
                "user invite a b c",
                "user delete 8f14e45f-ceea-467f-a0e6-8d0c3f6a1b2c",
                "table iceberg enable db t",
                "table iceberg disable db t"
            })
    @Conforms({"A-111", "A-136", "D-253"})
    void refusesWhatIsNotSupportedWithoutConfiguration(String call) {
        assertThat(bench.run(call.split(" ", -1)))
                .isEqualTo(new Outcome(1, "", "error\tnot supported by InfluxDB Clustered\n"));
    }

    @Test
    void saysWhereTheConfigurationWasLookedForAndHowToMakeIt() {
        assertThat(bench.steady(bench.run("token", "list").err()))
                .isEqualTo(
                        "error\tno configuration file at HOME/.config/influxctl/config.toml; let"
                                + " influxctl auth setup --issuer URL write one, or name another one"
                                + " with --config\n");
    }

    @Test
    @Conforms("A-87")
    void listsTheProfilesThereAreWhenTheNamedOneIsNot() {
        bench.config(Workbench.profile(1));

        assertThat(bench.steady(bench.run("--profile", "prod", "token", "list").err()))
                .isEqualTo(
                        "error\tprofile \"prod\" is not in HOME/.config/influxctl/config.toml; it"
                                + " holds \"default\": choose one with --profile\n");
    }

    @Test
    @Conforms("A-85")
    void theProfileFlagWinsOverTheVariable() {
        bench.config(Workbench.profile(1));
        bench.variable("INFLUXCTL_PROFILE", "of-the-variable");

        assertThat(bench.run("--profile", "of-the-flag", "token", "list").err())
                .contains("profile \"of-the-flag\"");
    }

    @Test
    void theVariableMayNameAConfigurationFile() {
        Path file = bench.write("elsewhere.toml", Workbench.profile(1));
        bench.variable("INFLUXCTL_PROFILE", file.toString());

        assertThat(bench.run("token", "list").err())
                .contains("profile \"default\" has no way to prove who you are");
    }

    @Test
    void anArgumentThatBeginsWithAnAtSignIsNoFileOfArguments() {
        Path file = bench.write("arguments", "--help");

        Outcome outcome = bench.run("token", "get", "@" + file);

        assertThat(outcome.err()).contains("is not a UUID");
    }

    @Test
    void aLoneDashIsAnArgument() {
        bench.config(Workbench.profile(1));

        Outcome outcome = bench.run("query", "-");

        assertThat(List.of(outcome.err().split("\n", -1)).getFirst())
                .startsWith("error\tno database token is given");
    }
}
