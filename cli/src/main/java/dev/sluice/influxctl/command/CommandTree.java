// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.influxctl.completion.Shell;
import dev.sluice.influxctl.connection.ClusterConnections;
import dev.sluice.influxctl.login.Login;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Surroundings;
import dev.sluice.oidc.Pacer;
import dev.sluice.oidc.ProviderHttp;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;

/// All commands, put together once (admin.md 3.6).
///
/// @param around where configuration comes from
/// @param terminal where everything is printed
/// @param clock decides whether an expiry lies in the past
/// @param pacer measures how long something takes, and waits
/// @param login gives the administrator's credential
/// @param connections lead to clusters
/// @param providers open ways to identity providers
/// @param version what `version` prints
public record CommandTree(
        Surroundings around,
        Terminal terminal,
        InstantSource clock,
        Pacer pacer,
        Login login,
        ClusterConnections connections,
        Supplier<ProviderHttp> providers,
        ProgramVersion version) {

    /// Reads the arguments, runs the command, prints whatever went wrong.
    ///
    /// @return the exit code (admin.md 3.2)
    public int run(String... arguments) {
        CommandLine root = build();
        return root.execute(FlagSpelling.normal(root, arguments));
    }

    /// The tree, without running anything.
    CommandLine build() {
        GlobalOptions options = new GlobalOptions();
        ProfileSource profiles = new ProfileSource(options, around, terminal);
        ManagementCalls calls = new ManagementCalls(options, login, connections);
        CommandLine root = new CommandLine(new RootCommand(options, terminal));
        root.addSubcommand(auth(options, profiles, calls));
        root.addSubcommand(database(profiles, calls));
        root.addSubcommand(table(profiles, calls));
        root.addSubcommand(token(profiles, calls));
        root.addSubcommand(management(profiles, calls));
        root.addSubcommand(user(profiles, calls));
        root.addSubcommand(cluster(profiles, calls));
        root.addSubcommand(clustered(profiles));
        root.addSubcommand(
                new QueryCommand(terminal, pacer.ticker(), options, profiles, connections));
        root.addSubcommand(new WriteCommand(terminal, pacer.ticker(), profiles, connections));
        root.addSubcommand(completion());
        root.addSubcommand(new VersionCommand(terminal, version));
        root.addSubcommand(new HelpCommand(terminal));
        addHelp(root);
        Failures failures = new Failures(terminal, root);
        root.setExpandAtFiles(false)
                .setPosixClusteredShortOptionsAllowed(false)
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(HelpWidth.WIDEST)
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setExecutionStrategy(parsed -> {
                    terminal.verbosity().choose(options.debug(), options.trace());
                    if (HelpWidth.showsHelp(parsed)) {
                        HelpWidth.fit(root, terminal.screen());
                    }
                    return new CommandLine.RunLast().execute(parsed);
                })
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
        return root;
    }

    /// Gives `-h` and `--help` to every level; flags are shown in the order of the code, which no
    /// locale can change.
    private static void addHelp(CommandLine command) {
        command.getCommandSpec().usageMessage().sortOptions(false).sortSynopsis(false);
        command.getCommandSpec()
                .addOption(
                        OptionSpec.builder("-h", "--help")
                                .usageHelp(true)
                                .description("Show this help.")
                                .build());
        new LinkedHashSet<>(command.getSubcommands().values()).forEach(CommandTree::addHelp);
    }

    private CommandLine auth(GlobalOptions options, ProfileSource profiles, ManagementCalls calls) {
        CommandLine group =
                group(
                        "auth",
                        "Sign in and out, and find out what keeps you from it.",
                        "A profile with token_file shows the cluster's admin token in place of a"
                                + " sign-in: that is for development and tests, not for production.");
        new AuthCommands(around, terminal, clock, pacer, login, connections, providers)
                .addTo(group, options, profiles, calls);
        return group;
    }

    private CommandLine database(ProfileSource profiles, ManagementCalls calls) {
        return group("database", "Create, change and list databases.")
                .addSubcommand(new DatabaseCreateCommand(terminal, profiles, calls))
                .addSubcommand(new DatabaseListCommand(terminal, profiles, calls))
                .addSubcommand(new DatabaseUpdateCommand(terminal, profiles, calls))
                .addSubcommand(new DatabaseRenameCommand(terminal, profiles, calls))
                .addSubcommand(new DatabaseDeleteCommand(terminal, profiles, calls))
                .addSubcommand(new DatabaseUndeleteCommand(terminal, profiles, calls))
                .addSubcommand(new HelpCommand(terminal));
    }

    private CommandLine table(ProfileSource profiles, ManagementCalls calls) {
        return group("table", "Create, change and list tables.")
                .addSubcommand(new TableCreateCommand(terminal, profiles, calls))
                .addSubcommand(new TableListCommand(terminal, profiles, calls))
                .addSubcommand(new TableRenameCommand(terminal, profiles, calls))
                .addSubcommand(new TableDeleteCommand(terminal, profiles, calls))
                .addSubcommand(new TableUndeleteCommand(terminal, profiles, calls))
                .addSubcommand(
                        group("iceberg", "Not supported by InfluxDB Clustered.")
                                .addSubcommand("enable", UnsupportedCommand.line())
                                .addSubcommand("disable", UnsupportedCommand.line())
                                .addSubcommand(new HelpCommand(terminal)))
                .addSubcommand(new HelpCommand(terminal));
    }

    private CommandLine token(ProfileSource profiles, ManagementCalls calls) {
        return group("token", "Create, show, change and revoke database tokens.")
                .addSubcommand(new TokenCreateCommand(terminal, clock, profiles, calls))
                .addSubcommand(new TokenListCommand(terminal, profiles, calls))
                .addSubcommand(new TokenGetCommand(terminal, profiles, calls))
                .addSubcommand(new TokenUpdateCommand(terminal, profiles, calls))
                .addSubcommand(new TokenRevokeCommand(terminal, profiles, calls))
                .addSubcommand(new HelpCommand(terminal));
    }

    private CommandLine management(ProfileSource profiles, ManagementCalls calls) {
        return group("management", "Create, list and revoke management tokens.")
                .addSubcommand(new ManagementCreateCommand(terminal, clock, profiles, calls))
                .addSubcommand(new ManagementListCommand(terminal, profiles, calls))
                .addSubcommand(new ManagementRevokeCommand(terminal, profiles, calls))
                .addSubcommand(new HelpCommand(terminal));
    }

    private CommandLine user(ProfileSource profiles, ManagementCalls calls) {
        return group("user", "List the users of the cluster.")
                .addSubcommand(new UserListCommand(terminal, profiles, calls))
                .addSubcommand("invite", UnsupportedCommand.line())
                .addSubcommand("delete", UnsupportedCommand.line())
                .addSubcommand(new HelpCommand(terminal));
    }

    private CommandLine cluster(ProfileSource profiles, ManagementCalls calls) {
        return group("cluster", "Show the cluster.")
                .addSubcommand(new ClusterGetCommand(terminal, profiles, calls))
                .addSubcommand("list", UnsupportedCommand.line())
                .addSubcommand("create", UnsupportedCommand.line())
                .addSubcommand("update", UnsupportedCommand.line())
                .addSubcommand(new HelpCommand(terminal));
    }

    private CommandLine clustered(ProfileSource profiles) {
        return group("clustered", "Prepare the configuration of a cluster.")
                .addSubcommand(new ClusteredGenerateCommand(terminal, profiles))
                .addSubcommand(new HelpCommand(terminal));
    }

    private CommandLine completion() {
        CommandLine group = group("completion", "Let your shell complete commands and flags.");
        for (Shell shell : Shell.values()) {
            group.addSubcommand(shell.word(), CompletionCommand.line(terminal, shell, this::build));
        }
        return group.addSubcommand(new HelpCommand(terminal));
    }

    private CommandLine group(String name, String... description) {
        CommandLine group = new CommandLine(new GroupCommand(terminal));
        group.getCommandSpec().name(name).usageMessage().description(description);
        return group;
    }
}
