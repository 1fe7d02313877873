// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.output;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The three streams: data goes to standard output, talk to standard error (admin.md 3.2).
///
/// Texts from elsewhere are printed with control characters made visible, so that a server's answer
/// or a stored value cannot move the cursor.
///
/// @param in where answers and piped input come from
/// @param out data only
/// @param err log lines, prompts and errors
/// @param verbosity which of them beyond the usual ones
/// @param screen which of the streams are terminals
public record Terminal(
        InputStream in, PrintStream out, PrintStream err, Verbosity verbosity, Screen screen) {

    /// Streams of a program that tells no more than it must, until its verbosity is changed.
    public Terminal(InputStream in, PrintStream out, PrintStream err, Screen screen) {
        this(in, out, err, new Verbosity(), screen);
    }

    /// Streams that are no terminals.
    public Terminal(InputStream in, PrintStream out, PrintStream err) {
        this(in, out, err, Screen.NONE);
    }

    /// Prints a table as wide as it is; on a terminal no wider than that.
    public void show(TextTable table) {
        out.print(screen.shows() ? table.fitted(screen.width()) : table.text());
    }

    /// What is done, for whoever looks for a fault: shown by `--debug` and `--trace`. No message
    /// has a secret in it.
    public void debug(String message) {
        if (verbosity.debug()) {
            line("debug", message);
        }
    }

    /// What is asked of whom: shown by `--trace`. No message has a secret in it.
    public void trace(String message) {
        if (verbosity.trace()) {
            line("debug", message);
        }
    }

    /// Something worth knowing.
    public void info(String message) {
        line("info", message);
    }

    /// Something the user should see to.
    public void warn(String message) {
        line("warn", message);
    }

    /// Why the command failed.
    public void error(String message) {
        line("error", message);
    }

    /// A line of conversation without a level, such as the code to type at the provider.
    public void say(String line) {
        err.println(Visible.text(line));
    }

    /// Asks a yes-or-no question on standard error; everything but `y` and `yes` in any case means
    /// no, the end of the input too.
    public boolean confirm(String question) {
        String answer = ask(question + " [y/N]: ");
        return answer != null
                && (answer.strip().equalsIgnoreCase("y")
                        || answer.strip().toLowerCase(Locale.ROOT).equals("yes"));
    }

    /// Asks for a line on standard error; null at the end of the input.
    public @Nullable String ask(String question) {
        err.print(Visible.text(question));
        err.flush();
        try {
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        } catch (IOException _) {
            return null;
        }
    }

    /// Shows a secret as the last line of the results, behind what else is known of it and two
    /// warnings (admin.md 3.7).
    public void showOnce(TextTable description, String secret) {
        show(description);
        out.flush();
        warn("please copy the token below and keep it in a safe place");
        warn("this is the only time that it is shown");
        out.println(secret);
    }

    /// Tells how to end a token whose text nobody can ask for again, where it could not be written.
    ///
    /// @param kind of token, in words
    /// @param id its own
    /// @param revoke the command that ends it
    public void errorUnlessWritten(String kind, UUID id, String revoke) {
        if (out.checkError()) {
            error(
                    kind
                            + " "
                            + id
                            + " is there, but its text could not be written and is not shown again:"
                            + " end it with influxctl "
                            + revoke
                            + " "
                            + id);
        }
    }

    /// Further lines of a message begin with a tab, so that none can be taken for a new one.
    private void line(String level, String message) {
        String[] lines = message.strip().split("\n", -1);
        err.println(level + "\t" + Visible.text(lines[0]));
        for (int i = 1; i < lines.length; i++) {
            err.println("\t" + Visible.text(lines[i]));
        }
    }
}
