// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist;

import dev.sluice.dist.archive.FileTree;
import dev.sluice.dist.manual.ManualPage;
import dev.sluice.influxctl.Assembly;
import dev.sluice.influxctl.command.ProgramVersion;
import dev.sluice.influxctl.completion.Shell;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.OperatingSystem;
import dev.sluice.influxctl.profile.Surroundings;
import dev.sluice.server.CommandReference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine;

/// What goes with a program besides itself: its manual, what completes its commands in shells, and
/// for the server the list of its settings.
///
/// @param product which program
/// @param manual its manual pages
/// @param completions scripts by the path below `share/` that shells look at
record Extras(Product product, List<ManualPage> manual, Map<String, String> completions) {
    private static final String SETTINGS = "configuration.md";

    /// One of Markdown, and its text.
    private static final Pattern LINK = Pattern.compile("\\[([^\\[\\]]+)]\\([^()]*\\)");

    /// Makes them.
    static Extras of(Product product, Release release) throws IOException {
        ManualPage.Heading heading =
                new ManualPage.Heading(
                        release.date(), product.name() + " " + release.version(), "Sluice");
        ManualPage.Appendix appendix =
                new ManualPage.Appendix(Resources.text("manual/" + product.name() + ".roff"));
        return new Extras(
                product,
                ManualPage.all(commands(product), heading, appendix),
                completions(product));
    }

    /// The definitions of a program's commands, to look at.
    static CommandLine commands(Product product) {
        return product.equals(Product.SERVER) ? CommandReference.commandLine() : influxctl();
    }

    /// Puts everything below `share/`.
    ///
    /// @param share that directory, relative to the tree's root
    void write(FileTree tree, String share) throws IOException {
        for (ManualPage page : manual) {
            tree.write(share + "/man/man1/" + page.name() + ".1", page.text());
        }
        for (Map.Entry<String, String> completion : completions.entrySet()) {
            tree.write(share + "/" + completion.getKey(), completion.getValue());
        }
        if (product.equals(Product.SERVER)) {
            tree.write(share + "/doc/" + product.name() + "/" + SETTINGS, settings());
        }
    }

    /// The reference of the settings, without links to documents that are not handed out.
    private static String settings() throws IOException {
        return LINK.matcher(Resources.text("doc/" + SETTINGS)).replaceAll("$1");
    }

    private static Map<String, String> completions(Product product) {
        String name = product.name();
        Map<String, String> scripts = new LinkedHashMap<>();
        String bash = "bash-completion/completions/" + name;
        if (product.equals(Product.SERVER)) {
            scripts.put(bash, AutoComplete.bash(name, commands(product)));
        } else {
            scripts.put(bash, Shell.BASH.script(commands(product)));
            scripts.put("zsh/vendor-completions/_" + name, Shell.ZSH.script(commands(product)));
            scripts.put(
                    "fish/vendor_completions.d/" + name + ".fish",
                    Shell.FISH.script(commands(product)));
        }
        return scripts;
    }

    private static CommandLine influxctl() {
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return Assembly.real(
                        new Surroundings(Map.of(), Path.of("/"), OperatingSystem.LINUX),
                        new Terminal(new ByteArrayInputStream(new byte[0]), nowhere, nowhere),
                        new ProgramVersion("", "", ""))
                .commands()
                .build();
    }
}
