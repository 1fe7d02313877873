// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.files.FileTrouble;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// The door where every failure becomes `error<TAB>message` and an exit code (admin.md 3.2).
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final Terminal terminal;
    private final CommandLine root;

    Failures(Terminal terminal, CommandLine root) {
        this.terminal = terminal;
        this.root = root;
    }

    /// A mistake in the arguments: what it is, and the short usage.
    @Override
    public int handleParseException(ParameterException mistake, String[] arguments) {
        CommandLine command = mistake.getCommandLine();
        terminal.error(sentence(command, mistake));
        HelpWidth.fit(root, terminal.screen());
        Help help = command.getHelp();
        terminal.err().print("Usage: " + help.synopsis("Usage: ".length()));
        terminal.err()
                .println(
                        "Run \""
                                + command.getCommandSpec().qualifiedName()
                                + " --help\" for more.");
        return ExitCode.FAILURE.number();
    }

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine command, ParseResult parsed) {
        return switch (failure) {
            case ProblemException expected -> {
                terminal.error(expected.problem().message());
                yield exitCode(expected.problem().kind()).number();
            }
            case InterruptedException _ -> ExitCode.INTERRUPTED.number();
            case IOException io -> {
                terminal.error("cannot read the input: " + FileTrouble.sentence(io));
                yield ExitCode.FAILURE.number();
            }
            default -> {
                terminal.error("internal error: " + failure + "; please report it");
                yield ExitCode.FAILURE.number();
            }
        };
    }

    /// Every kind of problem ends the program alike; the list makes a new kind be thought about.
    static ExitCode exitCode(Problem.Kind kind) {
        return switch (kind) {
            case INVALID,
                    UNAUTHENTICATED,
                    FORBIDDEN,
                    NOT_FOUND,
                    CONFLICT,
                    TOO_LARGE,
                    BUSY,
                    UNAVAILABLE,
                    OUTCOME_UNKNOWN,
                    INTERNAL ->
                    ExitCode.FAILURE;
        };
    }

    /// The nearest word that there is, if one is near.
    private static String meant(UnmatchedArgumentException unmatched) {
        List<String> near = unmatched.getSuggestions();
        return near.isEmpty() ? "" : "; did you mean " + near.getFirst() + "?";
    }

    /// What is said of a flag that a command does not know.
    ///
    /// @param word the flag, with or without a value behind `=`
    /// @param advice follows where it is no flag of the program itself
    private static String unknownFlag(CommandLine command, String word, String advice) {
        CommandSpec program = command.getCommandSpec().root();
        String name = word.split("=", 2)[0];
        OptionSpec flag = program.findOption(name);
        if (flag == null) {
            return "unknown flag \"" + word + "\"" + advice;
        }
        String value = flag.arity().max() == 0 ? "" : " " + flag.paramLabel();
        return "flag \""
                + name
                + "\" goes before the command: "
                + program.name()
                + " "
                + name
                + value
                + command.getCommandSpec()
                        .qualifiedName()
                        .substring(program.qualifiedName().length());
    }

    private static String sentence(CommandLine command, ParameterException mistake) {
        if (mistake instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().getFirst();
            if (unmatched.isUnknownOption()) {
                return unknownFlag(command, first, meant(unmatched));
            }
            return command.getSubcommands().isEmpty()
                    ? "too many arguments: \"" + first + "\""
                    : "unknown command \"" + first + "\"" + meant(unmatched);
        }
        if (mistake instanceof MissingParameterException) {
            // What looks like a flag and is none is why an argument is missing.
            List<String> flags =
                    command.getUnmatchedArguments().stream()
                            .filter(word -> word.startsWith("-"))
                            .toList();
            if (!flags.isEmpty()) {
                return unknownFlag(
                        command,
                        flags.getFirst(),
                        "; an argument that begins with - goes behind --");
            }
        }
        String message = String.valueOf(mistake.getMessage());
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }
}
