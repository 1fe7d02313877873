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
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

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
    /// Only the commands that the arguments may be about are built; for `version` alone, none.
    /// Where that is not enough to answer, which is never once a command has begun, the whole tree
    /// does.
    ///
    /// @return the exit code (admin.md 3.2)
    public int run(String... arguments) {
        if (List.of(VersionCommand.NAME).equals(List.of(arguments))) {
            new VersionCommand(terminal, version).run();
            return ExitCode.SUCCESS.number();
        }
        CommandLine root = build(Mentioned.in(arguments));
        root.setParameterExceptionHandler((_, _) -> execute(build(), arguments));
        IExecutionStrategy strategy = root.getExecutionStrategy();
        root.setExecutionStrategy(
                parsed -> isGroup(parsed) ? execute(build(), arguments) : strategy.execute(parsed));
        return execute(root, arguments);
    }

    private static int execute(CommandLine root, String... arguments) {
        return root.execute(FlagSpelling.normal(root, arguments));
    }

    private static boolean isGroup(ParseResult parsed) {
        return !parsed.asCommandLineList().getLast().getSubcommands().isEmpty();
    }

    /// The whole tree, without running anything.
    public CommandLine build() {
        return build(Mentioned.EVERYTHING);
    }

    private CommandLine build(Mentioned mentioned) {
        GlobalOptions options = new GlobalOptions();
        ProfileSource profiles = new ProfileSource(options, around, terminal);
        ManagementCalls calls = new ManagementCalls(options, login, connections);
        CommandLine root =
                new Level(new CommandLine(new RootCommand(options, terminal)), mentioned)
                        .with(() -> auth(options, profiles, calls, mentioned), "auth")
                        .with(() -> database(profiles, calls, mentioned), "database")
                        .with(() -> table(profiles, calls, mentioned), "table")
                        .with(() -> token(profiles, calls, mentioned), "token")
                        .with(() -> management(profiles, calls, mentioned), "management")
                        .with(() -> user(profiles, calls, mentioned), "user")
                        .with(() -> cluster(profiles, calls, mentioned), "cluster")
                        .with(() -> clustered(profiles, mentioned), "clustered")
                        .leaf(() -> query(options, profiles), "query")
                        .leaf(
                                () ->
                                        new WriteCommand(
                                                terminal, pacer.ticker(), profiles, connections),
                                "write")
                        .with(() -> completion(mentioned), "completion")
                        .leaf(() -> new VersionCommand(terminal, version), VersionCommand.NAME)
                        .leaf(() -> new HelpCommand(terminal), "help", "h")
                        .build();
        addHelp(root);
        Failures failures = new Failures(terminal, root);
        root.setExpandAtFiles(false)
                .setPosixClusteredShortOptionsAllowed(false)
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
                .registerConverter(Integer.class, Choices::int32)
                .registerConverter(Integer.TYPE, Choices::int32)
                .registerConverter(Long.TYPE, Choices::int64)
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

    private CommandLine auth(
            GlobalOptions options,
            ProfileSource profiles,
            ManagementCalls calls,
            Mentioned mentioned) {
        Level group =
                group(
                        mentioned,
                        "auth",
                        "Sign in and out, and find out what keeps you from it.",
                        "A profile with token_file shows the cluster's admin token in place of a"
                                + " sign-in: that is for development and tests, not for production.");
        new AuthCommands(around, terminal, clock, pacer, login, connections, providers)
                .addTo(group, options, profiles, calls);
        return group.build();
    }

    private CommandLine database(
            ProfileSource profiles, ManagementCalls calls, Mentioned mentioned) {
        return group(mentioned, "database", "Create, change and list databases.")
                .leaf(() -> new DatabaseCreateCommand(terminal, profiles, calls), "create")
                .leaf(() -> new DatabaseListCommand(terminal, profiles, calls), "list")
                .leaf(() -> new DatabaseUpdateCommand(terminal, profiles, calls), "update")
                .leaf(() -> new DatabaseRenameCommand(terminal, profiles, calls), "rename")
                .leaf(() -> new DatabaseDeleteCommand(terminal, profiles, calls), "delete")
                .leaf(() -> new DatabaseUndeleteCommand(terminal, profiles, calls), "undelete")
                .leaf(() -> new HelpCommand(terminal), "help", "h")
                .build();
    }

    private CommandLine table(ProfileSource profiles, ManagementCalls calls, Mentioned mentioned) {
        return group(mentioned, "table", "Create, change and list tables.")
                .leaf(() -> new TableCreateCommand(terminal, profiles, calls), "create")
                .leaf(() -> new TableListCommand(terminal, profiles, calls), "list")
                .leaf(() -> new TableRenameCommand(terminal, profiles, calls), "rename")
                .leaf(() -> new TableDeleteCommand(terminal, profiles, calls), "delete")
                .leaf(() -> new TableUndeleteCommand(terminal, profiles, calls), "undelete")
                .with(() -> iceberg(mentioned), "iceberg")
                .leaf(() -> new HelpCommand(terminal), "help", "h")
                .build();
    }

    private CommandLine iceberg(Mentioned mentioned) {
        return group(mentioned, "iceberg", "Not supported by InfluxDB Clustered.")
                .with(UnsupportedCommand::line, "enable")
                .with(UnsupportedCommand::line, "disable")
                .leaf(() -> new HelpCommand(terminal), "help", "h")
                .build();
    }

    private CommandLine token(ProfileSource profiles, ManagementCalls calls, Mentioned mentioned) {
        return group(mentioned, "token", "Create, show, change and revoke database tokens.")
                .leaf(() -> new TokenCreateCommand(terminal, clock, profiles, calls), "create")
                .leaf(() -> new TokenListCommand(terminal, profiles, calls), "list")
                .leaf(() -> new TokenGetCommand(terminal, profiles, calls), "get")
                .leaf(() -> new TokenUpdateCommand(terminal, profiles, calls), "update")
                .leaf(() -> new TokenRevokeCommand(terminal, profiles, calls), "revoke", "delete")
                .leaf(() -> new HelpCommand(terminal), "help", "h")
                .build();
    }

    private CommandLine management(
            ProfileSource profiles, ManagementCalls calls, Mentioned mentioned) {
        return group(mentioned, "management", "Create, list and revoke management tokens.")
                .leaf(() -> new ManagementCreateCommand(terminal, clock, profiles, calls), "create")
                .leaf(() -> new ManagementListCommand(terminal, profiles, calls), "list")
                .leaf(() -> new ManagementRevokeCommand(terminal, profiles, calls), "revoke")
                .leaf(() -> new HelpCommand(terminal), "help", "h")
                .build();
    }

    private CommandLine user(ProfileSource profiles, ManagementCalls calls, Mentioned mentioned) {
        return group(mentioned, "user", "List the users of the cluster.")
                .leaf(() -> new UserListCommand(terminal, profiles, calls), "list")
                .with(UnsupportedCommand::line, "invite")
                .with(UnsupportedCommand::line, "delete")
                .leaf(() -> new HelpCommand(terminal), "help", "h")
                .build();
    }

    private CommandLine cluster(
            ProfileSource profiles, ManagementCalls calls, Mentioned mentioned) {
        return group(mentioned, "cluster", "Show the cluster.")
                .leaf(() -> new ClusterGetCommand(terminal, profiles, calls), "get")
                .with(UnsupportedCommand::line, "list")
                .with(UnsupportedCommand::line, "create")
                .with(UnsupportedCommand::line, "update")
                .leaf(() -> new HelpCommand(terminal), "help", "h")
                .build();
    }

    private CommandLine clustered(ProfileSource profiles, Mentioned mentioned) {
        return group(mentioned, "clustered", "Prepare the configuration of a cluster.")
                .leaf(() -> new ClusteredGenerateCommand(terminal, profiles), "generate")
                .leaf(() -> new HelpCommand(terminal), "help", "h")
                .build();
    }

    private CommandLine completion(Mentioned mentioned) {
        Level group = group(mentioned, "completion", "Let your shell complete commands and flags.");
        for (Shell shell : Shell.values()) {
            group.with(() -> CompletionCommand.line(terminal, shell, this::build), shell.word());
        }
        return group.leaf(() -> new HelpCommand(terminal), "help", "h").build();
    }

    private QueryCommand query(GlobalOptions options, ProfileSource profiles) {
        return new QueryCommand(terminal, pacer.ticker(), options, profiles, connections);
    }

    private Level group(Mentioned mentioned, String name, String... description) {
        CommandLine group = new CommandLine(new GroupCommand(terminal));
        group.getCommandSpec().name(name).usageMessage().description(description);
        return new Level(group, mentioned);
    }
}
