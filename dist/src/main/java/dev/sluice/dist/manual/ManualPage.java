// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist.manual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The manual page of one command, from the definition that also reads its arguments.
///
/// @param name of the file, without its ending, such as `influxctl-token-create`
/// @param text in roff
public record ManualPage(String name, String text) {
    /// What all pages say alike.
    ///
    /// @param date the day of the commit, as ISO 8601 writes it
    /// @param source program and version
    /// @param manual the manual's name
    public record Heading(String date, String source, String manual) {}

    /// What only the program's first page says, in roff: files, variables, exit status.
    public record Appendix(String roff) {}

    /// The pages of a program, one a command; hidden commands and `help` have none.
    public static List<ManualPage> all(CommandLine program, Heading heading, Appendix appendix) {
        List<ManualPage> pages = new ArrayList<>();
        collect(program.getCommandSpec(), heading, pages, appendix.roff());
        return pages;
    }

    private static void collect(
            CommandSpec command, Heading heading, List<ManualPage> pages, String appendix) {
        pages.add(new ManualPage(name(command), render(command, heading, appendix)));
        below(command).forEach(inner -> collect(inner, heading, pages, ""));
    }

    private static String render(CommandSpec command, Heading heading, String appendix) {
        Roff page = new Roff();
        page.title(
                name(command).toUpperCase(Locale.ROOT),
                heading.date(),
                heading.source(),
                heading.manual());
        page.section("NAME")
                .line(Roff.plain(name(command)) + " \\- " + Roff.plain(summary(command)));
        page.section("SYNOPSIS");
        synopsis(page, command);
        page.section("DESCRIPTION");
        description(page, command);
        aliases(page, command);
        arguments(page, command);
        options(page, command);
        commands(page, command);
        page.line(appendix.strip());
        seeAlso(page, command);
        return page.toString().replace("\n\n", "\n");
    }

    private static void synopsis(Roff page, CommandSpec command) {
        page.line(Roff.bold(command.qualifiedName()));
        for (OptionSpec option : options(command)) {
            String flag = Roff.bold(option.longestName()) + value(option);
            page.line(option.required() ? flag : "[" + flag + "]" + repeated(option));
        }
        for (PositionalParamSpec argument : arguments(command)) {
            String word = Roff.italic(argument.paramLabel());
            page.line((argument.arity().min() == 0 ? "[" + word + "]" : word) + repeated(argument));
        }
        if (!below(command).isEmpty()) {
            page.line(Roff.italic("COMMAND") + " ...");
        }
    }

    private static void description(Roff page, CommandSpec command) {
        for (String paragraph : command.usageMessage().description()) {
            page.paragraph(words(paragraph, null));
        }
        for (String paragraph : command.usageMessage().footer()) {
            if (!paragraph.isBlank()) {
                page.paragraph(words(paragraph, null));
            }
        }
    }

    private static void aliases(Roff page, CommandSpec command) {
        if (command.aliases().length > 0) {
            page.paragraph(
                    "Also to be called as "
                            + Arrays.stream(command.aliases()).collect(Collectors.joining(", "))
                            + ".");
        }
    }

    private static void arguments(Roff page, CommandSpec command) {
        List<PositionalParamSpec> arguments = arguments(command);
        if (!arguments.isEmpty()) {
            page.section("ARGUMENTS");
            arguments.forEach(
                    argument -> page.item(Roff.italic(argument.paramLabel()), meaning(argument)));
        }
    }

    private static void options(Roff page, CommandSpec command) {
        page.section("OPTIONS");
        for (OptionSpec option : options(command)) {
            String names =
                    Arrays.stream(option.names()).map(Roff::bold).collect(Collectors.joining(", "));
            page.item(names + value(option), meaning(option));
        }
    }

    private static void commands(Roff page, CommandSpec command) {
        List<CommandSpec> below = below(command);
        if (!below.isEmpty()) {
            page.section("COMMANDS");
            below.forEach(inner -> page.item(reference(inner), summary(inner)));
        }
    }

    private static void seeAlso(Roff page, CommandSpec command) {
        List<CommandSpec> others = new ArrayList<>();
        if (command.parent() != null) {
            others.add(command.parent());
            below(command.parent()).stream()
                    .filter(other -> !other.name().equals(command.name()))
                    .forEach(others::add);
        } else {
            others.addAll(below(command));
        }
        if (others.isEmpty()) {
            return;
        }
        page.section("SEE ALSO");
        page.line(others.stream().map(ManualPage::reference).collect(Collectors.joining(",\n")));
    }

    private static String reference(CommandSpec command) {
        return Roff.bold(name(command)) + "(1)";
    }

    private static String name(CommandSpec command) {
        return command.qualifiedName("-");
    }

    private static String summary(CommandSpec command) {
        String[] description = command.usageMessage().description();
        String first = description.length == 0 ? "" : words(description[0], null);
        return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
    }

    private static List<CommandSpec> below(CommandSpec command) {
        Set<CommandSpec> once = new LinkedHashSet<>();
        for (CommandLine inner : command.subcommands().values()) {
            CommandSpec spec = inner.getCommandSpec();
            if (!spec.usageMessage().hidden() && !spec.name().equals("help")) {
                once.add(spec);
            }
        }
        return List.copyOf(once);
    }

    private static List<OptionSpec> options(CommandSpec command) {
        return command.options().stream().filter(option -> !option.hidden()).toList();
    }

    private static List<PositionalParamSpec> arguments(CommandSpec command) {
        TreeMap<Integer, PositionalParamSpec> ordered = new TreeMap<>();
        command.positionalParameters().stream()
                .filter(argument -> !argument.hidden())
                .forEach(argument -> ordered.put(argument.index().min(), argument));
        return List.copyOf(ordered.values());
    }

    private static String value(OptionSpec option) {
        return option.arity().max() == 0 ? "" : "=" + Roff.italic(option.paramLabel());
    }

    private static String repeated(ArgSpec argument) {
        return argument.isMultiValue() ? " ..." : "";
    }

    private static String meaning(ArgSpec argument) {
        return Arrays.stream(argument.description())
                .map(line -> words(line, argument))
                .collect(Collectors.joining(" "));
    }

    /// A description without the placeholders of the library that defines the commands.
    private static String words(String description, @Nullable ArgSpec of) {
        String defaultValue = of == null ? null : of.defaultValue();
        Iterable<String> candidates = of == null ? null : of.completionCandidates();
        return description
                .replace("${DEFAULT-VALUE}", defaultValue == null ? "none" : defaultValue)
                .replace(
                        "${COMPLETION-CANDIDATES}",
                        candidates == null ? "" : String.join(", ", candidates))
                .replace("%n", " ")
                .replace("%%", "%")
                .strip();
    }
}
